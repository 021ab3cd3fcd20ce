/** Vectors: one case a line, columns parted by ` => `, `#` begins a comment, `\u{…}` stands for a character. */
const SEPARATOR = '  =>  '

export function readVectors(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(SEPARATOR).map(unescape))
}

function unescape(column: string): string {
  return column.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  )
}
