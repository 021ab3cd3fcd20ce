/** The schemas that validate requests and describe responses: zod only, for servers and browsers. */
export {
  PLANS,
  type Person,
  personSchema,
  planSchema,
  ROLES,
  type Role,
  roleSchema,
} from './actor.js'
export {
  type ApiKey,
  apiKeyAnswerSchema,
  apiKeySchema,
  changeOverlapSchema,
  createApiKeySchema,
  createdApiKeySchema,
  expiresInDaysSchema,
  externalIdSchema,
  KEY_STATUSES,
  projectIdsSchema,
  rotateApiKeySchema,
  rotatedApiKeySchema,
  updateApiKeySchema,
} from './api-keys.js'
export { type CalendarFeed, calendarFeedSchema, createdCalendarFeedSchema } from './calendar-feed.js'
export {
  createdSigningKeySchema,
  createSigningKeySchema,
  type SigningKey,
  signingKeyAnswerSchema,
  signingKeySchema,
} from './signing-keys.js'
export { type DeviceLogin, deviceLoginSchema } from './device-logins.js'
export { type Leak, leakSchema } from './leaks.js'
export { type ListQuery, listOf, listQuerySchema } from './list.js'
export {
  type OpenInvitation,
  openInvitationSchema,
  type OrganizationMember,
  organizationMemberSchema,
} from './members.js'
export { type OperatorOrganization, operatorOrganizationSchema } from './operator.js'
export { type Quotas, quotasSchema } from './quotas.js'
export {
  allowedDomainsSchema,
  checkedOriginSchema,
  checkOriginSchema,
  createProjectSchema,
  deleteProjectQuerySchema,
  type Project,
  projectSchema,
  updateProjectSchema,
  warningSchema,
} from './projects.js'
export {
  resolveSceneSettings,
  sceneSettingsPatchSchema,
  sceneSettingsSchema,
} from './scene-settings.js'
export {
  createSceneSchema,
  modelReportSchema,
  type Scene,
  sceneSchema,
  sceneVersionSchema,
  updateSceneSchema,
  uploadedModelSchema,
} from './scenes.js'
export {
  createdServiceTokenSchema,
  createServiceTokenSchema,
  type ServiceToken,
  serviceTokenSchema,
} from './service-tokens.js'
export { countCodePoints, descriptionSchema, nameSchema, slugSchema } from './text.js'
export {
  checkAllowlistSchema,
  checkedAllowlistSchema,
  clientSchema,
  type RefusalCount,
  type RefusalQuery,
  type ReportCount,
  type ReportQuery,
  refusalCountSchema,
  refusalQuerySchema,
  reportCountSchema,
  reportQuerySchema,
  type UsageBucket,
  type UsageQuery,
  usageBucketSchema,
  usageListSchema,
  usageQuerySchema,
} from './usage.js'
export {
  type Evidence,
  evidenceSchema,
  FINDING_CODES,
  type Finding,
  type FindingCode,
  type Fix,
  findingListSchema,
  findingSchema,
  fixSchema,
  hygieneQuerySchema,
  SEVERITIES,
  type Severity,
} from './hygiene.js'
export { type AuditEntry, auditEntrySchema, auditExportQuerySchema, auditQuerySchema } from './audit-log.js'
export { type CompanySignIn } from './company-sign-in.js'
export {
  type Reminder,
  reminderSchema,
  reminderWebhookSchema,
  setReminderWebhookSchema,
} from './reminders.js'
export {
  createdWebhookSchema,
  createWebhookSchema,
  DELIVERY_STATES,
  updateWebhookSchema,
  type Webhook,
  WEBHOOK_EVENT_TYPES,
  type WebhookDelivery,
  webhookDeliveryQuerySchema,
  webhookDeliverySchema,
  type WebhookEventType,
  webhookSchema,
} from './webhooks.js'
