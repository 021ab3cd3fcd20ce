/** The form of API keys and service tokens: making, reading, hashing and previewing them. */
import { crc32 } from './crc32.js'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 37 of 62 characters carry 220.3 bits. */
const RANDOM_LENGTH = 37
/** 62^6 holds every 32-bit checksum. */
const CHECKSUM_LENGTH = 6
/** The largest multiple of 62 a byte can hold: bytes from here on would favour the first characters. */
const REJECT_FROM = 248

const PREFIX = { api_key: 'vctrl_', service_token: 'vctrlsvc_' } as const

/** API keys (`vctrl_…`) open scenes; service tokens (`vctrlsvc_…`) open the management API. */
export type TokenKind = keyof typeof PREFIX
/** What is wrong with a token. The first of these that fails is named. */
export type TokenFlaw = 'length' | 'prefix' | 'alphabet' | 'checksum'
/** A well-formed token with its last four characters, or what is wrong with its form. */
export type ParsedToken =
  | { readonly ok: true; readonly kind: TokenKind; readonly token: string; readonly preview: string }
  | { readonly ok: false; readonly reason: TokenFlaw }

/** A secret that is mixed into stored hashes. `id` is stored beside each hash, so that peppers can change. */
export interface Pepper {
  readonly id: string
  readonly secret: string
}

/** A new API key, `vctrl_…`, from the platform's secure random source. */
export function generateApiKey(): string {
  return generateToken('api_key')
}

/** A new service token, `vctrlsvc_…`. */
export function generateServiceToken(): string {
  return generateToken('service_token')
}

/** Checks form and checksum of an API key. What passes may still be unknown, revoked or expired. */
export function parseApiKey(text: string): ParsedToken {
  return parseToken(text, 'api_key')
}

/** The same for a service token. */
export function parseServiceToken(text: string): ParsedToken {
  return parseToken(text, 'service_token')
}

/** The last four characters: what is stored and shown of a token. */
export function previewOf(token: string): string {
  return token.slice(-4)
}

/** What is stored: lower-case hex of SHA-256, or of HMAC-SHA-256 under a pepper, over the whole token. */
export async function hashApiKey(token: string, pepper?: Pepper): Promise<string> {
  const encoder = new TextEncoder()
  const bytes = encoder.encode(token)
  if (pepper === undefined) return toHex(await crypto.subtle.digest('SHA-256', bytes))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const secret = encoder.encode(pepper.secret)
  if (secret.length === 0)
    throw new TypeError('pepper.secret is empty: give a secret or leave the pepper out')
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  return toHex(await crypto.subtle.sign('HMAC', key, bytes))
}

/** Compares two secrets in a time that depends on the length of `given` alone. */
export function equalSecrets(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length
  for (let i = 0; i < given.length; i += 1) {
    // Past its end `expected` returns NaN, which counts as 0 here; the length has told them apart already.
    difference |= given.charCodeAt(i) ^ expected.charCodeAt(i)
  }
  return difference === 0
}

function generateToken(kind: TokenKind): string {
  let text: string = PREFIX[kind]
  const length = text.length + RANDOM_LENGTH
  const bytes = new Uint8Array(RANDOM_LENGTH * 2)
  while (text.length < length) {
    crypto.getRandomValues(bytes)
    for (let i = 0; i < bytes.length && text.length < length; i += 1) {
      const byte = bytes[i] as number
      if (byte < REJECT_FROM) text += ALPHABET[byte % 62]
    }
  }
  return text + checksumOf(text)
}

function parseToken(text: string, kind: TokenKind): ParsedToken {
  const prefix = PREFIX[kind]
  const checksumAt = prefix.length + RANDOM_LENGTH
  if (text.length !== checksumAt + CHECKSUM_LENGTH) return { ok: false, reason: 'length' }
  if (!text.startsWith(prefix)) return { ok: false, reason: 'prefix' }
  let checksum = 0
  for (let i = prefix.length; i < text.length; i += 1) {
    const digit = digitOf(text.charCodeAt(i))
    if (digit === -1) return { ok: false, reason: 'alphabet' }
    if (i >= checksumAt) checksum = checksum * 62 + digit
  }
  if (checksum !== crc32(text, checksumAt)) return { ok: false, reason: 'checksum' }
  return { ok: true, kind, token: text, preview: previewOf(text) }
}

/** CRC-32 in base 62, padded with zeros. */
function checksumOf(text: string): string {
  let rest = crc32(text, text.length)
  let digits = ''
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = ALPHABET[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

/** The place of a character in the alphabet; -1 for any other. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 90) return code - 55
  return code >= 97 && code <= 122 ? code - 61 : -1
}

function toHex(buffer: ArrayBuffer): string {
  let hex = ''
  for (const byte of new Uint8Array(buffer)) hex += byte.toString(16).padStart(2, '0')
  return hex
}
