/** CRC-32 (ISO-HDLC, the one of zip and PNG) of the first `end` characters of ASCII text, as an unsigned number. */
const POLYNOMIAL = 0xedb88320

const TABLE = /* @__PURE__ */ makeTable()

export function crc32(text: string, end: number): number {
  let crc = 0xffffffff
  for (let i = 0; i < end; i += 1) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(i)) & 0xff] as number)
  }
  return (crc ^ 0xffffffff) >>> 0
}

function makeTable(): Uint32Array {
  const table = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    table[byte] = crc
  }
  return table
}
