import type { Role } from '../../api/types'
import { may } from '../../app/session'

const ROLES: readonly Role[] = ['owner', 'admin', 'member', 'viewer']

/** What somebody in that role makes others, and unmakes. */
export const rolesGivenBy = (giver: Role): readonly Role[] =>
  ROLES.filter((role) => role !== 'owner' || may.manageOwners(giver))

export const ROLE_NAMES: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  viewer: 'Viewer',
}
export const ROLE_MEANINGS: Record<Role, string> = {
  owner: 'everything, other owners included',
  admin: 'keys, projects, scenes and people',
  member: 'scenes',
  viewer: 'looks at projects and scenes',
}
