/** The code of every operation of the contract: one that has none does not compile. */
import type { Operations } from '../contract/index.js'
import type { Route } from '../mount/route.js'
import { askForPasskey, confirmAccount } from './account/confirm-identity.js'
import { changeAddress, confirmAddress } from './account/change-address.js'
import { deleteAccount } from './account/delete-account.js'
import { endOtherOwnSessions, endSession, listOwnSessions } from './account/sessions.js'
import { readFactors } from './account/read-factors.js'
import { changeOverlap } from './api-keys/change-overlap.js'
import { createApiKey } from './api-keys/create-api-key.js'
import { listApiKeys } from './api-keys/list-api-keys.js'
import { readApiKey } from './api-keys/read-api-key.js'
import { revokeApiKey } from './api-keys/revoke-api-key.js'
import { rotateApiKey } from './api-keys/rotate-api-key.js'
import { updateApiKey } from './api-keys/update-api-key.js'
import { exportAuditLog } from './audit/export-audit-log.js'
import { listAuditLog } from './audit/list-audit-log.js'
import { listReminders } from './reminders/list-reminders.js'
import {
  deleteReminderWebhook,
  readReminderWebhook,
  setReminderWebhook,
} from './reminders/reminder-webhook.js'
import { listInvitations } from './members/list-invitations.js'
import { listMembers } from './members/list-members.js'
import { listLeaks } from './leaks/list-leaks.js'
import { endPersonSessions } from './operator/end-person-sessions.js'
import { invitePerson } from './operator/invite-person.js'
import { listOrganizations } from './operator/list-organizations.js'
import { readOperatorUsage } from './operator/read-operator-usage.js'
import { setPlan } from './operator/set-plan.js'
import { resumeOrganization, suspendOrganization } from './operator/suspend-organization.js'
import { readQuotas } from './plan/read-quotas.js'
import { checkAllowlist } from './projects/check-allowlist.js'
import { checkOrigin } from './projects/check-origin.js'
import { createProject } from './projects/create-project.js'
import { deleteProject } from './projects/delete-project.js'
import { listProjects } from './projects/list-projects.js'
import { readProject } from './projects/read-project.js'
import { updateProject } from './projects/update-project.js'
import { createScene } from './scenes/create-scene.js'
import { deleteScene } from './scenes/delete-scene.js'
import { listOrganizationScenes, listScenes } from './scenes/list-scenes.js'
import { listVersions } from './scenes/list-versions.js'
import { optimizeScene } from './scenes/optimize-scene.js'
import { optimizeScenes } from './scenes/optimize-scenes.js'
import { publishScene } from './scenes/publish-scene.js'
import { readArFiles } from './scenes/read-ar-files.js'
import { readModel } from './scenes/read-model.js'
import { readPoster } from './scenes/read-poster.js'
import { readScene } from './scenes/read-scene.js'
import { restoreVersion } from './scenes/restore-version.js'
import { unpublishScene } from './scenes/unpublish-scene.js'
import { updateScene } from './scenes/update-scene.js'
import { uploadModel } from './scenes/upload-model.js'
import { uploadPoster } from './scenes/upload-poster.js'
import { readCalendarFeed } from './reminders/read-calendar-feed.js'
import { removeCalendarFeed } from './reminders/remove-calendar-feed.js'
import { replaceCalendarFeed } from './reminders/replace-calendar-feed.js'
import { proveCompanyDomain } from './company-sign-in/prove-domain.js'
import { readCompanySignIn } from './company-sign-in/read-company-sign-in.js'
import { removeCompanySignIn } from './company-sign-in/remove-company-sign-in.js'
import { setCompanySignIn } from './company-sign-in/set-company-sign-in.js'
import { listMemberFactors } from './settings/list-member-factors.js'
import { readSettings } from './settings/read-settings.js'
import { updateSettings } from './settings/update-settings.js'
import { approveDeviceLogin, denyDeviceLogin, readDeviceLogin } from './device-login/decide-device-login.js'
import { createServiceToken } from './service-tokens/create-service-token.js'
import { listServiceTokens } from './service-tokens/list-service-tokens.js'
import { revokeServiceToken } from './service-tokens/revoke-service-token.js'
import { createSigningKey } from './signing-keys/create-signing-key.js'
import { listSigningKeys } from './signing-keys/list-signing-keys.js'
import { readSigningKey } from './signing-keys/read-signing-key.js'
import { readSigningKeyUsage } from './signing-keys/read-signing-key-usage.js'
import { revokeSigningKey } from './signing-keys/revoke-signing-key.js'
import { listEmbedReports } from './usage/list-embed-reports.js'
import { listFindings } from './usage/list-findings.js'
import { listRefusals } from './usage/list-refusals.js'
import { readKeyUsage } from './usage/read-key-usage.js'
import { readUsage } from './usage/read-usage.js'
import { createWebhook } from './webhooks/create-webhook.js'
import { deleteWebhook } from './webhooks/delete-webhook.js'
import { listWebhookDeliveries } from './webhooks/list-deliveries.js'
import { listWebhooks } from './webhooks/list-webhooks.js'
import { readWebhook } from './webhooks/read-webhook.js'
import { replayWebhookDelivery } from './webhooks/replay-delivery.js'
import { rotateWebhookSecret } from './webhooks/rotate-webhook-secret.js'
import { testWebhook } from './webhooks/test-webhook.js'
import { updateWebhook } from './webhooks/update-webhook.js'

export const ROUTES: { readonly [Id in keyof Operations]: Route<Operations[Id]> } = {
  listProjects,
  createProject,
  readProject,
  updateProject,
  deleteProject,
  checkOrigin,
  checkAllowlist,
  listScenes,
  listOrganizationScenes,
  createScene,
  readScene,
  updateScene,
  deleteScene,
  uploadModel,
  readArFiles,
  readModel,
  readPoster,
  uploadPoster,
  publishScene,
  unpublishScene,
  listVersions,
  restoreVersion,
  optimizeScene,
  optimizeScenes,
  listApiKeys,
  createApiKey,
  readApiKey,
  updateApiKey,
  rotateApiKey,
  changeOverlap,
  revokeApiKey,
  listSigningKeys,
  createSigningKey,
  revokeSigningKey,
  readSigningKey,
  readSigningKeyUsage,
  listServiceTokens,
  createServiceToken,
  revokeServiceToken,
  readDeviceLogin,
  approveDeviceLogin,
  denyDeviceLogin,
  readKeyUsage,
  readUsage,
  readQuotas,
  listRefusals,
  listEmbedReports,
  listFindings,
  listLeaks,
  readCalendarFeed,
  replaceCalendarFeed,
  removeCalendarFeed,
  listAuditLog,
  exportAuditLog,
  listReminders,
  readReminderWebhook,
  setReminderWebhook,
  deleteReminderWebhook,
  listWebhooks,
  createWebhook,
  readWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  rotateWebhookSecret,
  listWebhookDeliveries,
  replayWebhookDelivery,
  listMembers,
  listInvitations,
  readSettings,
  updateSettings,
  listMemberFactors,
  readCompanySignIn,
  setCompanySignIn,
  proveCompanyDomain,
  removeCompanySignIn,
  confirmAccount,
  askForPasskey,
  readFactors,
  listOwnSessions,
  endSession,
  endOtherOwnSessions,
  changeAddress,
  confirmAddress,
  deleteAccount,
  setPlan,
  listOrganizations,
  suspendOrganization,
  resumeOrganization,
  readOperatorUsage,
  invitePerson,
  endPersonSessions,
}
