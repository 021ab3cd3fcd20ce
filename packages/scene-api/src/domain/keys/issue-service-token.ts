/** Makes a service token. The token itself is in no table. */
import { randomUUID } from 'node:crypto'
import { generateServiceToken, previewOf } from '@vectreal/auth-core'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { serviceTokens } from '../../db/service-tokens.js'
import type { Actor } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import { hashToken } from './hash-token.js'

const DAY_MS = 86_400_000

interface Issue {
  readonly organizationId: string
  readonly name: string
  readonly expiresInDays: number
  readonly by: Actor
}

export async function issueServiceToken(
  tx: Transaction,
  { clock, settings }: Pick<Context, 'clock' | 'settings'>,
  { organizationId, name, expiresInDays, by }: Issue,
): Promise<{ readonly row: typeof serviceTokens.$inferSelect; readonly token: string }> {
  const now = clock.now()
  const token = generateServiceToken()
  const [row] = await tx
    .insert(serviceTokens)
    .values({
      id: randomUUID(),
      organizationId,
      name,
      tokenHash: hashToken(token, settings.pepper),
      pepperId: settings.pepper?.id ?? null,
      preview: previewOf(token),
      createdAt: now,
      createdById: by.id,
      createdByName: by.name,
      createdByEmail: by.email,
      expiresAt: new Date(now.getTime() + expiresInDays * DAY_MS),
    })
    .returning()
  if (!row) throw new Error('the new service token was not returned')
  await recordAudit(tx, {
    organizationId,
    at: now,
    action: 'service_token.created',
    actor: by,
    target: { kind: 'service_token', id: row.id },
    after: { name: row.name, preview: row.preview, expiresAt: row.expiresAt },
  })
  return { row, token }
}
