/** Writes an audit entry in the transaction of what it tells of. */
import { randomUUID } from 'node:crypto'
import { GENESIS_HASH } from '@vectreal/auth-core/audit'
import { desc, eq } from 'drizzle-orm'
import { auditLog } from '../../db/audit-log.js'
import type { Transaction } from '../../db/database.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { recordAuditEvent } from '../webhooks/audit-events.js'
import type { AuditEvent } from './audit-event.js'
import { requestFacts } from './request-facts.js'
import { hashEntry } from './hash-entry.js'

/** Takes the organization's lock, so that entries of one organization follow each other. Tells webhooks that ask for it. */
export async function recordAudit(tx: Transaction, event: AuditEvent): Promise<void> {
  await recordAudits(tx, event.organizationId, [event])
}

/** A statement has 65,535 parameters at most. */
const AT_ONCE = 1000

/** Writes many entries of one organization, in their order. */
export async function recordAudits(
  tx: Transaction,
  organizationId: string,
  events: readonly Omit<AuditEvent, 'organizationId'>[],
): Promise<void> {
  if (events.length === 0) return
  const { deletingAt } = await lockOrganizationRow(tx, organizationId)
  const [last] = await tx
    .select({ sequence: auditLog.sequence, hash: auditLog.hash })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(desc(auditLog.sequence))
    .limit(1)
  let end = last ?? { sequence: 0, hash: GENESIS_HASH }
  const rows = events.map((event) => {
    const row = chainEntry({ ...event, organizationId }, end)
    end = row
    return row
  })
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await tx.insert(auditLog).values(rows.slice(from, from + AT_ONCE))
  }
  // What is being deleted tells of nothing any more: its webhooks go with it.
  if (deletingAt !== null) return
  for (const event of events) await recordAuditEvent(tx, { ...event, organizationId })
}

function chainEntry(event: AuditEvent, end: { sequence: number; hash: string }) {
  const { organizationId, at, action, actor, target } = event
  const facts = requestFacts.getStore()
  const before = plainJson(event.before)
  const after = plainJson(event.after)
  const entry = {
    id: randomUUID(),
    organizationId,
    sequence: end.sequence + 1,
    at: at.toISOString(),
    action,
    actor: { kind: actor.kind, id: actor.id, name: actor.name, email: actor.email },
    target: { kind: target.kind, id: target.id },
    before,
    after,
    address: facts?.address ?? null,
    requestId: facts?.requestId ?? null,
    previousHash: end.hash,
  }
  return {
    organizationId,
    sequence: entry.sequence,
    id: entry.id,
    at,
    action,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    actorEmail: actor.email,
    targetKind: target.kind,
    targetId: target.id,
    before,
    after,
    address: entry.address,
    requestId: entry.requestId,
    previousHash: entry.previousHash,
    hash: hashEntry(entry),
  }
}

/** As JSON will read it back: dates as text, no undefined. */
function plainJson(value: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | null {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Record<string, unknown>)
}
