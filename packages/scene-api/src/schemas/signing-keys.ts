/** Signing keys, as they are asked for and shown. */
import { z } from 'zod'
import { apiKeySchema, expiresInDaysSchema, projectIdsSchema } from './api-keys.js'
import { nameSchema } from './text.js'

export const signingKeySchema = apiKeySchema
  .pick({
    id: true,
    organizationId: true,
    name: true,
    projects: true,
    status: true,
    createdAt: true,
    createdBy: true,
    expiresAt: true,
    lastUsedAt: true,
    lastUsedOrigin: true,
    revokedAt: true,
    revokedBy: true,
  })
  .extend({
    preview: z.string().meta({ description: 'The last four characters of the public key' }),
    publicKey: z
      .string()
      .meta({ description: 'The Ed25519 public key: base64url of its 32 bytes (RFC 8037, `x`)' }),
  })
  .meta({ id: 'SigningKey' })
/** A signing key as the management API shows it, without its private half. */
export type SigningKey = z.output<typeof signingKeySchema>

export const createSigningKeySchema = z
  .strictObject({
    name: nameSchema,
    projectIds: projectIdsSchema,
    expiresInDays: expiresInDaysSchema.default(90),
  })
  .meta({ id: 'CreateSigningKey' })

export const createdSigningKeySchema = z
  .object({
    signingKey: signingKeySchema,
    privateKey: z.string().meta({
      description: 'PKCS #8 PEM. It is shown here and never again: the platform keeps only the public half.',
    }),
  })
  .meta({ id: 'CreatedSigningKey' })
export const signingKeyAnswerSchema = z
  .object({ signingKey: signingKeySchema })
  .meta({ id: 'SigningKeyAnswer' })
