/** The table of permissions in better-auth's form, which adds its own: who may invite, change roles and delete. */
import { createAccessControl } from 'better-auth/plugins/access'
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access'
import { ACTIONS, isAllowed, type Permission } from '../contract/permissions.js'
import type { Role } from '../schemas/actor.js'

export const accessControl = createAccessControl({ ...defaultStatements, ...ACTIONS })

export const roles = {
  owner: accessControl.newRole({ ...ownerAc.statements, ...actionsOf('owner') }),
  admin: accessControl.newRole({ ...adminAc.statements, ...actionsOf('admin') }),
  member: accessControl.newRole({ ...memberAc.statements, ...actionsOf('member') }),
  viewer: accessControl.newRole({ ...memberAc.statements, ...actionsOf('viewer') }),
} as const satisfies Record<Role, unknown>

function actionsOf(role: Role): { [Resource in keyof typeof ACTIONS]: (typeof ACTIONS)[Resource][number][] } {
  const allowed = Object.entries(ACTIONS).map(([resource, actions]) => [
    resource,
    actions.filter((action) => isAllowed(role, `${resource}:${action}` as Permission)),
  ])
  return Object.fromEntries(allowed) as ReturnType<typeof actionsOf>
}
