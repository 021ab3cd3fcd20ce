/** Rows in columns, for people. */
import type { Terminal } from '../terminal.js'

const GAP = '  '

/** Pads by code points; the last column is left as it is. */
function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows]
  const widths = header.map((_name, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)))
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - [...cell].length),
        )
        .join(GAP)
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}

export function printTable(
  terminal: Terminal,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const [first = '', ...rest] = formatTable(header, rows).split(/(?<=\n)/)
  terminal.out(terminal.colors.dim(first))
  terminal.out(rest.join(''))
}

/** `2026-01-31`, or what stands for none. */
export const day = (instant: string | null, none = 'never'): string => instant?.slice(0, 10) ?? none

/** Names come from other people: nothing in them may steer the terminal. */
export const plain = (text: string): string => text.replaceAll(/\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, ' ')
