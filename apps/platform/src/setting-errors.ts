/** What is said of settings that cannot be used. Values are quoted, secrets never are. */
import { StartupError } from './startup-error.js'

/** These hold a password or a token, or are one. */
const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_NOTIFY_URL',
  'AUTH_SECRET',
  'KEY_PEPPER',
  'FORMER_KEY_PEPPERS',
  'OPERATOR_TOKEN',
  'REDIS_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'S3_SESSION_TOKEN',
  'SMTP_URL',
])
const MAX_QUOTED = 100
/** Name and password in a URL that should have none. */
const USER_INFO = /\/\/[^/@\s]*@/g

/** One line without a full stop, such as `PORT must be a whole number from 1 to 65535; it is "abc"`. */
export function describeFlaw(
  name: string,
  flaw: string,
  given: Readonly<Record<string, string | undefined>>,
): string {
  const value = given[name]
  return SECRETS.has(name) || value === undefined
    ? `${name} ${flaw}`
    : `${name} ${flaw}; it is ${quote(value)}`
}

function quote(value: string): string {
  const shown = value.replaceAll(USER_INFO, '//***@')
  return JSON.stringify(shown.length > MAX_QUOTED ? `${shown.slice(0, MAX_QUOTED)}…` : shown)
}

/** `hints` may explain the problems, and are named after them. */
export function settingsError(problems: readonly string[], hints: readonly string[]): StartupError {
  const [only, ...others] = problems
  const text =
    only !== undefined && others.length === 0
      ? `${only}.`
      : `${problems.length} settings cannot be used:\n${problems.map((problem) => `  ${problem}.`).join('\n')}`
  return new StartupError([text, ...hints].join('\n'))
}
