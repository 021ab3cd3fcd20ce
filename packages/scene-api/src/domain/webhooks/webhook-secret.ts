/** Secrets that sign deliveries, in the form of Standard Webhooks: `whsec_` and base64 of 32 random bytes. */
import { randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

export const generateWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
