/** Which role may do what: the one table behind the server's checks, the roles of better-auth and the dashboard. */
import { ROLES, type Role } from '../schemas/actor.js'

/** What there is to permit, by resource. */
export const ACTIONS = {
  apiKey: ['read', 'write'],
  project: ['read', 'write'],
  scene: ['read', 'write'],
  serviceToken: ['read', 'write'],
  usage: ['read'],
  auditLog: ['read'],
  reminder: ['read', 'write'],
  webhook: ['read', 'write'],
  settings: ['read', 'write'],
  /** Who belongs to the organization. Owners alone are made and unmade by owners. */
  membership: ['read', 'write', 'writeOwner'],
  memberFactor: ['read'],
  companySignIn: ['read', 'write'],
} as const

type Resource = keyof typeof ACTIONS
/** `resource:action`. */
export type Permission = { [R in Resource]: `${R}:${(typeof ACTIONS)[R][number]}` }[Resource]

/** Programs do what an admin does, but make no further credentials of their kind, and see nobody's factors. */
const SERVICE_TOKEN = [
  'apiKey:read',
  'apiKey:write',
  'project:read',
  'project:write',
  'scene:read',
  'scene:write',
  'usage:read',
  'auditLog:read',
  'reminder:read',
  'reminder:write',
  'webhook:read',
  'webhook:write',
  'settings:read',
] as const satisfies readonly Permission[]
const ADMIN = [
  ...SERVICE_TOKEN,
  'serviceToken:read',
  'serviceToken:write',
  'membership:read',
  'membership:write',
  'memberFactor:read',
  'companySignIn:read',
] as const satisfies readonly Permission[]

const PERMISSIONS: Readonly<Record<Role | 'service_token', readonly Permission[]>> = {
  owner: [...ADMIN, 'membership:writeOwner', 'settings:write', 'companySignIn:write'],
  admin: ADMIN,
  member: ['project:read', 'scene:read', 'scene:write', 'settings:read', 'membership:read'],
  viewer: ['project:read', 'scene:read', 'settings:read', 'membership:read'],
  service_token: SERVICE_TOKEN,
}

/** Whether somebody in that role may do it. */
export function isAllowed(role: Role | 'service_token', permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission)
}

/** Whose role lets them do it. */
export function rolesAllowed(permission: Permission): readonly Role[] {
  return ROLES.filter((role) => isAllowed(role, permission))
}
