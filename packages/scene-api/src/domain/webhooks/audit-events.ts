/** Which entries of the audit log webhooks hear of, and what they are told. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import type { AuditAction, AuditEvent } from '../audit/audit-event.js'
import { apiKeys } from '../../db/api-keys.js'
import type { Transaction } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { presentOneApiKey } from '../keys/present-api-key.js'
import type { WebhookEventType } from '../../schemas/webhook-event-types.js'
import { describeKey } from './describe-key.js'
import { recordEvent } from './record-event.js'

type Data = Readonly<Record<string, unknown>>
interface Told {
  readonly type: WebhookEventType
  readonly data: (tx: Transaction, event: AuditEvent) => Promise<Data>
}

const ofKey = async (tx: Transaction, { target, at }: AuditEvent): Promise<Data> =>
  describeKey(tx, await keyRow(tx, target.id), at)
const ofRotation = async (tx: Transaction, event: AuditEvent): Promise<Data> => {
  const replacement = await keyRow(tx, String(event.after?.replacedById))
  return {
    ...(await ofKey(tx, event)),
    replacement: await presentOneApiKey(tx, replacement, event.at),
  }
}
const ofRevocation = async (tx: Transaction, event: AuditEvent): Promise<Data> => ({
  ...(await ofKey(tx, event)),
  reason: event.after?.reason ?? 'revoked',
})
const ofScene = async (tx: Transaction, { target }: AuditEvent): Promise<Data> => ({
  scene: await readScene(tx, target.id),
})
const ofAllowlist = async (tx: Transaction, { target, before, after }: AuditEvent): Promise<Data> => {
  const [project] = await tx
    .select({ id: projects.id, name: projects.name, slug: projects.slug })
    .from(projects)
    .where(eq(projects.id, target.id))
  return { project: project ?? null, before: before ?? null, after: after ?? null }
}
const ofMember = async (_tx: Transaction, { target, before, after }: AuditEvent): Promise<Data> => {
  const { userId, email, role } = { ...before, ...after }
  const member = { id: target.id, userId, email, role }
  return before?.role !== undefined && after?.role !== undefined
    ? { member, previousRole: before.role }
    : { member }
}

const TOLD: Partial<Record<AuditAction, Told>> = {
  'api_key.created': { type: 'api_key.created', data: ofKey },
  'api_key.rotated': { type: 'api_key.rotated', data: ofRotation },
  'api_key.revoked': { type: 'api_key.revoked', data: ofRevocation },
  'signing_key.created': { type: 'signing_key.created', data: ofKey },
  'signing_key.revoked': { type: 'signing_key.revoked', data: ofRevocation },
  'project.allowlist_changed': { type: 'allowlist.changed', data: ofAllowlist },
  'scene.published': { type: 'scene.published', data: ofScene },
  'scene.unpublished': { type: 'scene.unpublished', data: ofScene },
  'scene.model_uploaded': { type: 'scene.model_uploaded', data: ofScene },
  'member.added': { type: 'member.added', data: ofMember },
  'member.removed': { type: 'member.removed', data: ofMember },
  'member.role_changed': { type: 'member.role_changed', data: ofMember },
}

/** Entries about one thing are one subject: they are told in their order. */
export async function recordAuditEvent(tx: Transaction, event: AuditEvent): Promise<void> {
  const told = TOLD[event.action]
  if (told === undefined) return
  const { organizationId, at, actor, target } = event
  await recordEvent(tx, {
    organizationId,
    type: told.type,
    subject: `${target.kind}:${target.id}`,
    at,
    data: async () => ({ ...(await told.data(tx, event)), actor: shownActor(actor) }),
  })
}

const shownActor = ({ kind, id, name }: Actor) => ({ kind, id, name })

async function keyRow(tx: Transaction, id: string) {
  const [row] = await tx.select().from(apiKeys).where(eq(apiKeys.id, id))
  if (!row) throw new Error('the key of an audit entry is gone')
  return row
}

export async function readScene(tx: Transaction, id: string) {
  const [scene] = await tx
    .select({
      id: scenes.id,
      projectId: scenes.projectId,
      name: scenes.name,
      status: scenes.status,
      version: scenes.version,
    })
    .from(scenes)
    .where(eq(scenes.id, id))
  return scene ?? null
}
