/** Looks reported credentials up: ends those that must not be public where the organization wants it, and tells people. */
import { randomUUID } from 'node:crypto'
import { isLive, type KeyDates } from '@vectreal/auth-core'
import { asc, count, eq, inArray, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { apiKeys } from '../../db/api-keys.js'
import type { Transaction } from '../../db/database.js'
import { leakReports, leaks } from '../../db/leaks.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { withoutLinks } from '../../without-links.js'
import { SYSTEM } from '../audit/actor.js'
import { revokeOnce } from '../keys/revoke-keys.js'
import { revokeServiceTokenOnce } from '../keys/revoke-service-token.js'
import { serviceTokenDates } from '../keys/service-token-dates.js'
import { mailManagers } from '../organizations/mail-managers.js'
import { recordEvent } from '../webhooks/record-event.js'
import { presentLeaks } from './present-leaks.js'

type ReportRow = typeof leakReports.$inferSelect
type LeakRow = typeof leaks.$inferSelect

/** Of one credential, that strangers may fill the list with; a partner's are kept all. */
const MAX_PLACES = 20
/** So often people get a mail about one credential, however many places are reported. */
const MAILED_EVERY_MS = 86_400_000

interface Credential {
  readonly kind: LeakRow['kind']
  readonly id: string
  readonly organizationId: string
  readonly name: string
  readonly preview: string
  readonly dates: KeyDates
}

interface Noted {
  readonly leak: LeakRow
  readonly isMailed: boolean
}

/** Several processes may run it at once: a report is one process's. */
export async function processLeaks(context: Context): Promise<void> {
  for (;;) {
    const noted = await context.db.transaction((tx) => takeOne(context, tx))
    if (noted === 'none') return
    if (noted !== null) await followUp(context, noted)
  }
}

/** Null: nobody's credential, one that has ended, or one that was seen there before. */
async function takeOne(context: Context, tx: Transaction): Promise<Noted | 'none' | null> {
  const [report] = await tx
    .select()
    .from(leakReports)
    .orderBy(asc(leakReports.receivedAt), asc(leakReports.id))
    .limit(1)
    .for('update', { skipLocked: true })
  if (!report) return 'none'
  await tx.delete(leakReports).where(eq(leakReports.id, report.id))
  const credential = await findCredential(tx, report.hashes)
  if (credential === null || !isLive(credential.dates, context.clock.now())) return null
  return noteLeak(context, tx, report, credential)
}

async function findCredential(tx: Transaction, hashes: readonly string[]): Promise<Credential | null> {
  const [token] = await tx
    .select()
    .from(serviceTokens)
    .where(inArray(serviceTokens.tokenHash, [...hashes]))
  if (token) return { ...token, kind: 'service_token', dates: serviceTokenDates(token) }
  const [key] = await tx
    .select()
    .from(apiKeys)
    .where(inArray(apiKeys.tokenHash, [...hashes]))
  return key ? { ...key, kind: key.publicKey === null ? 'api_key' : 'signing_key', dates: key } : null
}

async function noteLeak(
  { clock }: Context,
  tx: Transaction,
  report: ReportRow,
  { kind, id, organizationId, name, preview }: Credential,
): Promise<Noted | null> {
  const { endLeakedCredentials, deletingAt } = await lockOrganizationRow(tx, organizationId)
  // Its credentials end with it.
  if (deletingAt !== null) return null
  const now = clock.now()
  const seen = await countSeen(tx, id, new Date(now.getTime() - MAILED_EVERY_MS))
  if (report.source !== 'github' && seen.places >= MAX_PLACES) return null
  const [leak] = await tx
    .insert(leaks)
    .values({
      id: randomUUID(),
      organizationId,
      kind,
      credentialId: id,
      name,
      preview,
      url: report.url,
      source: report.source,
      seenAt: report.receivedAt,
      endedAt: kind !== 'api_key' && endLeakedCredentials ? now : null,
    })
    .onConflictDoNothing()
    .returning()
  if (!leak) return null
  if (leak.endedAt !== null) {
    const by = { by: SYSTEM, at: now }
    if (kind === 'service_token') await revokeServiceTokenOnce(tx, organizationId, id, by)
    else await revokeOnce(tx, organizationId, id, by, 'signing_key')
  }
  await recordEvent(tx, {
    organizationId,
    type: 'credential.leaked',
    subject: `${kind}:${id}`,
    at: now,
    data: async () => {
      const [shown] = await presentLeaks(tx, [leak], now)
      return { leak: shown }
    },
  })
  return { leak, isMailed: leak.endedAt !== null || seen.lately === 0 }
}

/** The organization is locked by the caller. */
async function countSeen(tx: Transaction, credentialId: string, since: Date) {
  const [seen] = await tx
    .select({
      places: count(),
      lately: count(sql`case when ${leaks.seenAt} > ${since.toISOString()} then 1 end`),
    })
    .from(leaks)
    .where(eq(leaks.credentialId, credentialId))
  return seen ?? { places: 0, lately: 0 }
}

const NOUN = { api_key: 'API key', service_token: 'service token', signing_key: 'signing key' } as const

async function followUp(context: Context, { leak, isMailed }: Noted): Promise<void> {
  const { organizationId, kind, credentialId, preview, endedAt, url } = leak
  if (endedAt !== null && kind === 'signing_key') {
    await context.afterAccessChange({ kind: 'key', id: credentialId })
  }
  if (!isMailed) return
  const what = `The ${NOUN[kind]} “${withoutLinks(leak.name)}” (…${preview})`
  const then =
    endedAt !== null
      ? 'It was ended at once, as your settings say.'
      : kind === 'api_key'
        ? 'API keys are made to be public; the finding says whether the allowed domains hold.'
        : 'Whoever has read it can use it: revoke it now.'
  await mailManagers(context, organizationId, (organization) => ({
    subject: `A credential of ${withoutLinks(organization)} was found in public`,
    text: `${what} was found in public${url === null ? '' : `, at ${withoutLinks(url)}`}. ${then}\n\n${context.settings.publicUrl}/dashboard/key-health`,
  }))
}
