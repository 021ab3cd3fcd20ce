/** A person's own account: proofs of who they are, and what they sign in with. */
import { z } from 'zod'

const base64url = z
  .string()
  .regex(/^[\w-]+$/, 'must be base64url')
  .max(4096)

/** `AuthenticationResponseJSON` (WebAuthn Level 3 §5.1.8). */
const passkeyAnswerSchema = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.looseObject({
    authenticatorData: base64url,
    clientDataJSON: base64url,
    signature: base64url,
  }),
})
export type PasskeyAnswer = z.output<typeof passkeyAnswerSchema>

export const confirmationSchema = z
  .strictObject({
    password: z.string().min(1, 'must not be empty').max(128, 'must have at most 128 characters').optional(),
    code: z
      .string()
      .min(6, 'must have 6 digits')
      .max(32, 'must have at most 32 characters')
      .optional()
      .meta({ description: 'Of the authenticator app, or a recovery code' }),
    passkey: passkeyAnswerSchema
      .optional()
      .meta({ description: 'What navigator.credentials.get() made of the options, as JSON' }),
  })
  .refine(
    (given) => Object.values(given).filter((value) => value !== undefined).length === 1,
    'must hold one of password, code and passkey',
  )
  .meta({ minProperties: 1, maxProperties: 1 })
export type Confirmation = z.output<typeof confirmationSchema>

export const confirmedSchema = z
  .strictObject({ confirmedUntil: z.iso.datetime().meta({ description: 'Nothing is asked before then' }) })
  .meta({ id: 'Confirmed' })

export const passkeyQuestionSchema = z
  .looseObject({
    challenge: base64url,
    rpId: z.string(),
    allowCredentials: z.array(z.looseObject({ id: base64url, type: z.literal('public-key') })),
    userVerification: z.literal('required'),
  })
  .meta({ id: 'PasskeyQuestion', description: 'PublicKeyCredentialRequestOptionsJSON' })
export type PasskeyQuestion = z.output<typeof passkeyQuestionSchema>

export const factorsSchema = z
  .strictObject({
    password: z.boolean().meta({ description: 'Whether the person has a password here' }),
    authenticatorApp: z.boolean(),
    recoveryCodesLeft: z.int().min(0),
    passkeys: z.array(
      z.strictObject({ id: z.string(), name: z.string().nullable(), createdAt: z.iso.datetime().nullable() }),
    ),
  })
  .meta({ id: 'Factors' })
export type Factors = z.output<typeof factorsSchema>

export const deviceListSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        isCurrent: z.boolean().meta({ description: 'Whether it is the session of this request' }),
        device: z.string().meta({ description: 'Such as “Firefox on Linux”' }),
        address: z.string().nullable(),
        createdAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime().meta({ description: 'To a few minutes' }),
      }),
    ),
  })
  .meta({ id: 'OwnSessions' })

export const changeAddressSchema = z.strictObject({
  email: z
    .string()
    .max(254, 'must have at most 254 characters')
    .toLowerCase()
    .pipe(z.email('must be an email address')),
})

export const addressChangeSchema = z.strictObject({
  isPending: z
    .boolean()
    .meta({ description: 'A link was mailed to the new address; nothing changes before' }),
})

export const addressTokenSchema = z.strictObject({ token: base64url })
