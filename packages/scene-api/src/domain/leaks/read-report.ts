/** What was found in public, by whom: GitHub's secret scanning partner form, or a plain one. */
import { createPublicKey, createVerify } from 'node:crypto'
import { z } from 'zod'

const MAX_OF_PARTNER = 1000
const MAX_PLAIN = 20
const MAX_TOKEN = 4000

interface Sighting {
  readonly token: string
  /** Where it was seen. */
  readonly url: string | null
}

export interface LeakReport {
  readonly source: 'github' | 'report'
  readonly sightings: readonly Sighting[]
}

const token = z.string().min(1).max(MAX_TOKEN)
/** What is no address tells nobody where to look. */
const url = z
  .string()
  .nullish()
  .transform((text) => (text && /^[\x21-\x7e]{1,2048}$/.test(text) ? text : null))

/** Fields that are not named here are GitHub's own. */
const partnerSchema = z.array(z.object({ token, url })).max(MAX_OF_PARTNER)
const plainSchema = z.union([
  z.strictObject({ token, url: url.optional() }).transform((one) => [one]),
  z
    .strictObject({
      tokens: z
        .array(z.strictObject({ token, url: url.optional() }))
        .min(1)
        .max(MAX_PLAIN),
    })
    .transform(({ tokens }) => tokens),
])

/** Null: it is neither form. @param isSigned whether a partner has signed it; only then the partner form is read */
export function parseLeakReport(body: string, isSigned: boolean): LeakReport | null {
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    return null
  }
  const parsed = isSigned ? partnerSchema.safeParse(given) : plainSchema.safeParse(given)
  if (!parsed.success) return null
  const sightings = parsed.data.map(({ token, url }) => ({ token, url: url ?? null }))
  return { source: isSigned ? 'github' : 'report', sightings }
}

/** ECDSA over NIST P-256 with SHA-256, of the raw body. @param publicKey PEM */
export function isSignedBy(publicKey: string, body: Buffer, signature: string): boolean {
  try {
    return createVerify('sha256').update(body).verify(createPublicKey(publicKey), signature, 'base64')
  } catch {
    return false
  }
}
