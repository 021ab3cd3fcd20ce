/** A program gives its service token back (RFC 7009). */
import { parseServiceToken } from '@vectreal/auth-core'
import { inArray } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { hashesOf } from '../keys/hash-token.js'
import { revokeServiceTokenOnce } from '../keys/revoke-service-token.js'

/** What is no service token of ours is nobody's to end, and no error. */
export async function giveBackToken({ db, clock, settings }: Context, token: string): Promise<void> {
  const parsed = parseServiceToken(token)
  if (!parsed.ok) return
  const hashes = [...hashesOf(parsed.token, settings)]
  const [row] = await db.select().from(serviceTokens).where(inArray(serviceTokens.tokenHash, hashes))
  if (!row || row.expiresAt <= clock.now()) return
  const by = { kind: 'service_token', id: row.id, name: row.name, email: null } as const
  await db.transaction((tx) =>
    revokeServiceTokenOnce(tx, row.organizationId, row.id, { by, at: clock.now() }),
  )
}
