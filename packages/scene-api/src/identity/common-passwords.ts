/** Passwords that everybody tries first: the lists of leaked ones that ship with zxcvbn. */
import { dictionary } from '@zxcvbn-ts/language-common'

let known: ReadonlySet<string> | undefined

/** From the first letter or digit to the last: signs around a common password make it no other one. */
const CORE = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su

/** In any case of letters. `own`: words of the account itself, such as its address, which are no better. */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  // Half a megabyte that most processes never ask for.
  known ??= new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()))
  const given = password.toLowerCase()
  const refused = new Set(own.map((word) => word.toLowerCase()))
  const isRefused = (word: string) => known?.has(word) || refused.has(word)
  return isRefused(given) || isRefused(CORE.exec(given)?.[0] ?? '') || /^(.)\1*$/u.test(given)
}
