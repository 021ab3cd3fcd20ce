/** The typed client of the management API, for browsers and programs: no server code, no schemas at run time. */
export {
  createManagementClient,
  type ManagementClient,
  type ManagementClientOptions,
  managementPath,
} from './management-client.js'
export { isAllowed, type Permission } from '../contract/permissions.js'
export { shownUrl } from '../contract/shown-url.js'
export type { FieldError, ProblemMembers } from '../contract/problem-members.js'
export { ManagementError, readManagementError } from './management-error.js'
export { describeProxyRefusal, type ProxyRefusal } from './proxy-refusal.js'
export type { CallOf, ItemOf, ListRoute, ManagementRoute, ResultOf } from './routes.js'
