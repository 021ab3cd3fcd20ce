/** The two codes of a device login (RFC 8628): one for the program, one for the person. */
import { createHash, randomBytes, randomInt } from 'node:crypto'

const DEVICE_CODE_BYTES = 32
/** No vowels, so that no words come up, and nothing that looks like something else (RFC 8628 §6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const USER_CODE_LENGTH = 8
const USER_CODE = new RegExp(`^[${LETTERS}]{${USER_CODE_LENGTH}}$`)

export const generateDeviceCode = (): string => randomBytes(DEVICE_CODE_BYTES).toString('base64url')

export const hashDeviceCode = (code: string): string => createHash('sha256').update(code).digest('hex')

export const generateUserCode = (): string =>
  Array.from({ length: USER_CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** `BCDF-GHJK` */
export const showUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** As people type it, with or without the hyphen, in any case. Null: no such code. */
export function normalizeUserCode(given: string): string | null {
  const code = given.replaceAll(/[\s-]/g, '').toUpperCase()
  return USER_CODE.test(code) ? code : null
}
