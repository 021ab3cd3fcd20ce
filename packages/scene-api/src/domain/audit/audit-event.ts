/** What an audit entry is made from. */
import type { Actor } from './actor.js'

const AUDIT_ACTIONS = [
  'organization.created',
  'organization.updated',
  'organization.plan_changed',
  'organization.settings_changed',
  'organization.deleted',
  'company_sign_in.changed',
  'company_sign_in.domain_proved',
  'company_sign_in.domain_lost',
  'company_sign_in.removed',
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
  'webhook.created',
  'webhook.updated',
  'webhook.secret_rotated',
  'webhook.disabled',
  'webhook.deleted',
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
