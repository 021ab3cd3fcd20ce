/** Keys and tokens in text, by form and checksum: random text that looks like one is none. */
import { parseApiKey, parseServiceToken, previewOf } from '@vectreal/auth-core'
import { SIGNING_KEY_FORM, TOKEN_FORM } from './secret-forms.js'

export interface Found {
  readonly kind: 'api_key' | 'service_token' | 'signing_key'
  readonly secret: string
  /** The last four characters; of a signing key nothing. */
  readonly preview: string
  /** From 1. */
  readonly line: number
}

export function findSecrets(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: secret, index } of text.matchAll(new RegExp(TOKEN_FORM, 'g'))) {
    const parsed = secret.startsWith('vctrlsvc_') ? parseServiceToken(secret) : parseApiKey(secret)
    if (parsed.ok)
      found.push({ kind: parsed.kind, secret, preview: previewOf(secret), line: lineOf(text, index) })
  }
  for (const { 0: secret, index } of text.matchAll(new RegExp(SIGNING_KEY_FORM, 'g'))) {
    found.push({ kind: 'signing_key', secret, preview: '', line: lineOf(text, index) })
  }
  return found
}

function lineOf(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
