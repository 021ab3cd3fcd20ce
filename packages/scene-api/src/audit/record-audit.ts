/** Writes an audit entry in the transaction of what it tells of. */
import { randomUUID } from 'node:crypto'
import { GENESIS_HASH } from '@vectreal/auth-core/audit'
import { desc, eq } from 'drizzle-orm'
import { auditLog } from '../db/audit-log.js'
import type { Transaction } from '../db/database.js'
import { lockOrganization } from '../db/lock-organization.js'
import type { Actor } from './actor.js'
import { requestFacts } from '../http/request-facts.js'
import { hashEntry } from './hash-entry.js'

const AUDIT_ACTIONS = [
  'organization.created',
  'organization.updated',
  'organization.plan_changed',
  'organization.settings_changed',
  'organization.deleted',
  'account.signed_in',
  'account.sign_in_failed',
  'account.factor_added',
  'account.factor_removed',
  'account.password_changed',
  'account.password_reset',
  'account.address_changed',
  'account.session_ended',
  'organization.suspended',
  'organization.resumed',
  'member.added',
  'member.removed',
  'member.role_changed',
  'invitation.created',
  'invitation.cancelled',
  'project.created',
  'project.updated',
  'project.allowlist_changed',
  'project.visitor_tokens_changed',
  'project.deleted',
  'scene.created',
  'scene.updated',
  'scene.model_uploaded',
  'scene.poster_uploaded',
  'scene.published',
  'scene.unpublished',
  'scene.deleted',
  'api_key.created',
  'api_key.updated',
  'api_key.rotated',
  'api_key.overlap_changed',
  'api_key.revoked',
  'signing_key.created',
  'signing_key.revoked',
  'service_token.created',
  'service_token.revoked',
  'reminder_webhook.changed',
  'calendar_feed.replaced',
  'calendar_feed.removed',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export interface AuditEvent {
  readonly organizationId: string
  readonly at: Date
  readonly action: AuditAction
  readonly actor: Actor
  readonly target: { readonly kind: string; readonly id: string }
  /** What changed, without secrets. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** Takes the organization's lock, so that entries of one organization follow each other. */
export async function recordAudit(tx: Transaction, event: AuditEvent): Promise<void> {
  const { organizationId, at, action, actor, target } = event
  await lockOrganization(tx, organizationId)
  const [last] = await tx
    .select({ sequence: auditLog.sequence, hash: auditLog.hash, at: auditLog.at })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(desc(auditLog.sequence))
    .limit(1)
  const facts = requestFacts.getStore()
  const before = plainJson(event.before)
  const after = plainJson(event.after)
  const entry = {
    id: randomUUID(),
    organizationId,
    sequence: (last?.sequence ?? 0) + 1,
    at: at.toISOString(),
    action,
    actor: { kind: actor.kind, id: actor.id, name: actor.name, email: actor.email },
    target: { kind: target.kind, id: target.id },
    before,
    after,
    address: facts?.address ?? null,
    requestId: facts?.requestId ?? null,
    previousHash: last?.hash ?? GENESIS_HASH,
  }
  await tx.insert(auditLog).values({
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
  })
}

/** As JSON will read it back: dates as text, no undefined. */
function plainJson(value: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | null {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Record<string, unknown>)
}
