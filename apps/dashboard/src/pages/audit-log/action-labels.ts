import type { AuditEntry } from '../../api/audit-log'

export const ACTION_LABELS: Readonly<Record<string, string>> = {
  'api_key.created': 'Created API key',
  'api_key.updated': 'Changed API key',
  'api_key.rotated': 'Rotated API key',
  'api_key.overlap_changed': 'Changed the overlap of API key',
  'api_key.revoked': 'Revoked API key',
  'signing_key.created': 'Created signing key',
  'signing_key.revoked': 'Revoked signing key',
  'project.created': 'Created project',
  'project.updated': 'Changed project',
  'project.allowlist_changed': 'Changed the allowed domains of',
  'project.visitor_tokens_changed': 'Changed the visitor tokens of',
  'project.deleted': 'Deleted project',
  'scene.created': 'Created scene',
  'scene.updated': 'Changed scene',
  'scene.model_uploaded': 'Uploaded a model to',
  'scene.poster_uploaded': 'Uploaded a poster to',
  'scene.published': 'Published scene',
  'scene.unpublished': 'Unpublished scene',
  'scene.deleted': 'Deleted scene',
  'service_token.created': 'Created service token',
  'service_token.revoked': 'Revoked service token',
  'reminder_webhook.changed': 'Changed the reminder webhook',
  'webhook.created': 'Created webhook',
  'webhook.updated': 'Changed webhook',
  'webhook.secret_rotated': 'Replaced the secret of webhook',
  'webhook.disabled': 'Disabled webhook',
  'webhook.deleted': 'Deleted webhook',
  'member.added': 'Added member',
  'member.removed': 'Removed member',
  'member.role_changed': 'Changed the role of',
  'invitation.created': 'Invited',
  'invitation.cancelled': 'Cancelled the invitation of',
  'organization.created': 'Created organization',
  'organization.updated': 'Changed organization',
  'organization.plan_changed': 'Changed the plan',
  'organization.settings_changed': 'Changed the settings',
  'company_sign_in.changed': 'Changed company sign-in',
  'company_sign_in.domain_proved': 'Proved the domain of company sign-in',
  'company_sign_in.domain_lost': 'Lost the domain of company sign-in',
  'company_sign_in.removed': 'Removed company sign-in',
  'organization.deleted': 'Deleted organization',
  'account.signed_in': 'Signed in',
  'account.sign_in_failed': 'Failed to sign in as',
  'account.factor_added': 'Added a second factor',
  'account.factor_removed': 'Removed a second factor',
  'account.password_changed': 'Changed the password',
  'account.password_reset': 'Reset the password',
  'account.address_changed': 'Changed the email address',
  'account.session_ended': 'Signed a device out',
}

/** What follows in the log is a name; alone, in the filter, these need a noun. */
const WHOLE: Readonly<Record<string, string>> = {
  'project.allowlist_changed': 'Changed the allowed domains of a project',
  'project.visitor_tokens_changed': 'Changed the visitor tokens of a project',
  'scene.model_uploaded': 'Uploaded a model',
  'scene.poster_uploaded': 'Uploaded a poster',
  'webhook.secret_rotated': 'Replaced the secret of a webhook',
  'member.role_changed': 'Changed the role of a member',
  'invitation.created': 'Invited a person',
  'invitation.cancelled': 'Cancelled an invitation',
  'account.sign_in_failed': 'Failed to sign in',
}

export const filterLabel = (action: string) => WHOLE[action] ?? actionLabel(action)

/** An action without a label of its own still reads as words. */
const actionLabel = (action: string) => ACTION_LABELS[action] ?? action.replace(/[._]/g, ' ')

/** What people do to themselves: who takes an invitation is not added by anybody. */
const TO_THEMSELVES: Readonly<Record<string, string>> = {
  'member.added': 'Joined as',
  'member.removed': 'Left as',
}

export function entryLabel({
  action,
  actor,
  before,
  after,
}: Pick<AuditEntry, 'action' | 'actor' | 'before' | 'after'>): string {
  const isThemselves = (after ?? before)?.['userId'] === actor.id
  return (isThemselves ? TO_THEMSELVES[action] : undefined) ?? actionLabel(action)
}

/** The label after the name of whoever did it: names such as API keep their capitals. */
export const withinSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1)
