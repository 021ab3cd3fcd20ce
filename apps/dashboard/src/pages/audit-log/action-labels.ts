export const ACTION_LABELS: Readonly<Record<string, string>> = {
  'api_key.created': 'Created API key',
  'api_key.updated': 'Changed API key',
  'api_key.rotated': 'Rotated API key',
  'api_key.overlap_changed': 'Moved the end of an overlap',
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
  'scene.model_uploaded': 'Uploaded a model',
  'scene.poster_uploaded': 'Uploaded a poster',
  'scene.published': 'Published scene',
  'scene.unpublished': 'Unpublished scene',
  'scene.deleted': 'Deleted scene',
  'service_token.created': 'Created service token',
  'service_token.revoked': 'Revoked service token',
  'reminder_webhook.changed': 'Changed the reminder webhook',
  'member.added': 'Added member',
  'member.removed': 'Removed member',
  'member.role_changed': 'Changed the role of',
  'invitation.created': 'Invited',
  'invitation.cancelled': 'Cancelled the invitation of',
  'organization.created': 'Created organization',
  'organization.updated': 'Changed organization',
  'organization.plan_changed': 'Changed the plan',
  'organization.settings_changed': 'Changed the settings',
}

/** An action without a label of its own still reads as words. */
export const actionLabel = (action: string) => ACTION_LABELS[action] ?? action.replace(/[._]/g, ' ')

/** The label after the name of whoever did it: names such as API keep their capitals. */
export const withinSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1)
