/** What every command ends with, so that a script can tell a finding from a mistake. */
export const EXIT = {
  ok: 0,
  /** The command ran and found what it looks for. */
  found: 1,
  /** It could not run: wrong arguments, an unreadable file. */
  unusable: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends a command with `EXIT.unusable` and one line, without a stack. */
export class UnusableError extends Error {
  override readonly name: string = 'UnusableError'
}
