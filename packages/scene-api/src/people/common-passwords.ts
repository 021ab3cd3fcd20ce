/** Passwords that everybody tries first: the lists of leaked ones that ship with zxcvbn. */
import { dictionary } from '@zxcvbn-ts/language-common'

let known: ReadonlySet<string> | undefined

/** In any case of letters. `own`: words of the account itself, such as its address, which are no better. */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  // Half a megabyte that most processes never ask for.
  known ??= new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()))
  const given = password.toLowerCase()
  return known.has(given) || own.some((word) => word.toLowerCase() === given) || /^(.)\1*$/u.test(given)
}
