/** CSV (RFC 4180) that is safe to open in a spreadsheet. */

/** Without it at the start of a file, Excel takes UTF-8 for the encoding of the reader's country. */
export const BYTE_ORDER_MARK = '\uFEFF'
/** A formula begins with one of these signs. Text that has its apostrophe already gets another, so that each can be read back. */
const FORMULA = /^'*[=+\-@\t\r]/
/** Most cells hold neither, and are written as they are: a log may have millions. */
const SPECIAL = new RegExp(`"|${FORMULA.source}`)

export function csvLine(cells: readonly (string | number | null)[]): string {
  let line = ''
  for (const cell of cells) line += `${line === '' ? '' : ','}${csvCell(cell)}`
  return `${line}\r\n`
}

/** Always quoted; a would-be formula gets an apostrophe in front, which makes it text. */
function csvCell(value: string | number | null): string {
  if (value === null) return '""'
  const text = String(value)
  if (!SPECIAL.test(text)) return `"${text}"`
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
