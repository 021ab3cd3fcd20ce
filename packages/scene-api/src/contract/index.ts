/** Every endpoint of the management API by its id. Mounted, documented, called and tested from this. */
import * as account from './account.js'
import * as apiKeys from './api-keys.js'
import * as audit from './audit.js'
import * as companySignIn from './company-sign-in.js'
import * as deviceLogins from './device-logins.js'
import * as leaks from './leaks.js'
import * as members from './members.js'
import * as operator from './operator.js'
import * as plan from './plan.js'
import * as projects from './projects.js'
import * as reminders from './reminders.js'
import * as scenes from './scenes.js'
import * as serviceTokens from './service-tokens.js'
import * as settings from './settings.js'
import * as signingKeys from './signing-keys.js'
import * as usage from './usage.js'
import * as webhooks from './webhooks.js'

/** In the order of the reference. */
export const OPERATIONS = {
  ...projects,
  ...scenes,
  ...apiKeys,
  ...signingKeys,
  ...serviceTokens,
  ...deviceLogins,
  ...usage,
  ...leaks,
  ...plan,
  ...audit,
  ...reminders,
  ...webhooks,
  ...members,
  ...settings,
  ...companySignIn,
  ...account,
  ...operator,
}

export type Operations = typeof OPERATIONS
