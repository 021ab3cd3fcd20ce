/** Every table, for drizzle and drizzle-kit. */
export { arFiles } from './ar-files.js'
export { accessChanges } from './access-changes.js'
export { apiKeyProjects, apiKeys } from './api-keys.js'
export { auditHeads } from './audit-heads.js'
export { auditLog } from './audit-log.js'
export { auditStarts } from './audit-starts.js'
export { blobs } from './blobs.js'
export { findingSets, findings } from './findings.js'
export { deviceLogins } from './device-logins.js'
export { embedFailures } from './embed-failures.js'
export { calendarFeeds } from './calendar-feeds.js'
export { idempotencyKeys } from './idempotency-keys.js'
export { invitations, members, organizations } from './organizations.js'
export { passkeys } from './passkeys.js'
export { expiryReminders, reminderWebhooks } from './reminders.js'
export { projects } from './projects.js'
export { sceneVersions, scenes } from './scenes.js'
export { serviceTokens } from './service-tokens.js'
export { twoFactors } from './two-factors.js'
export { signUpInvitations } from './sign-up-invitations.js'
export { ssoProviders } from './sso-providers.js'
export {
  embedReports,
  refusalBuckets,
  usageBuckets,
  usageDays,
  usageSpans,
  usageTotals,
  visitorUsage,
} from './usage.js'
export { accounts, authRateLimits, sessions, users, verifications } from './users.js'
export { leakReports, leaks } from './leaks.js'
export { keyNotices, webhookDeliveries, webhookEvents, webhooks } from './webhooks.js'
