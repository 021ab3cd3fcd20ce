/** Decodes `data:` URIs (RFC 2397), base64 and percent-encoded. */

export function isDataUri(uri: unknown): uri is string {
  return typeof uri === 'string' && /^data:/i.test(uri)
}

/** Null where the text is not what it says it is. */
export function decodeDataUri(uri: string): Uint8Array<ArrayBuffer> | null {
  const comma = uri.indexOf(',')
  if (comma === -1) return null
  const payload = percentDecode(uri.slice(comma + 1))
  if (payload === null || !/;\s*base64\s*$/i.test(uri.slice(0, comma))) return payload
  try {
    const text = atob(new TextDecoder('latin1').decode(payload))
    return Uint8Array.from(text, (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

function percentDecode(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at)
    if (code === 0x25) {
      const digits = text.slice(at + 1, at + 3)
      if (!/^[0-9a-f]{2}$/i.test(digits)) return null
      code = Number.parseInt(digits, 16)
      at += 2
    }
    if (code > 0xff) return null
    bytes[length] = code
    length += 1
  }
  return bytes.slice(0, length)
}
