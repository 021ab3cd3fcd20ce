/** Which role may do what, in better-auth's access control. */
import { createAccessControl } from 'better-auth/plugins/access'
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access'
import type { Role } from '../schemas/actor.js'

const statements = {
  ...defaultStatements,
  apiKey: ['read', 'write'],
  project: ['read', 'write'],
  scene: ['read', 'write'],
  serviceToken: ['read', 'write'],
  usage: ['read'],
  auditLog: ['read'],
  reminder: ['read', 'write'],
  settings: ['read', 'write'],
  memberFactor: ['read'],
} as const

export const accessControl = createAccessControl(statements)

const manages = {
  apiKey: ['read', 'write'],
  project: ['read', 'write'],
  scene: ['read', 'write'],
  serviceToken: ['read', 'write'],
  usage: ['read'],
  auditLog: ['read'],
  reminder: ['read', 'write'],
  settings: ['read'],
  memberFactor: ['read'],
} as const

export const roles = {
  owner: accessControl.newRole({ ...ownerAc.statements, ...manages, settings: ['read', 'write'] }),
  admin: accessControl.newRole({ ...adminAc.statements, ...manages }),
  member: accessControl.newRole({
    ...memberAc.statements,
    project: ['read'],
    scene: ['read', 'write'],
    settings: ['read'],
  }),
  viewer: accessControl.newRole({
    ...memberAc.statements,
    project: ['read'],
    scene: ['read'],
    settings: ['read'],
  }),
} as const satisfies Record<Role, unknown>

/** Programs do what an admin does, but make no further credentials of their kind. */
const serviceToken = accessControl.newRole({
  apiKey: ['read', 'write'],
  project: ['read', 'write'],
  scene: ['read', 'write'],
  usage: ['read'],
  auditLog: ['read'],
  reminder: ['read', 'write'],
  settings: ['read'],
})

/** `resource:action`. */
export type Permission =
  | 'apiKey:read'
  | 'apiKey:write'
  | 'project:read'
  | 'project:write'
  | 'scene:read'
  | 'scene:write'
  | 'serviceToken:read'
  | 'serviceToken:write'
  | 'usage:read'
  | 'auditLog:read'
  | 'reminder:read'
  | 'reminder:write'
  | 'settings:read'
  | 'settings:write'
  | 'memberFactor:read'

export function isAllowed(role: Role | 'service_token', permission: Permission): boolean {
  const [resource, action] = permission.split(':') as [string, string]
  const { authorize } = role === 'service_token' ? serviceToken : roles[role]
  return authorize({ [resource]: [action] } as Parameters<typeof authorize>[0]).success
}
