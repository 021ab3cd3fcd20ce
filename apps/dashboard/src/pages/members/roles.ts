import type { Role } from '../../api/types'

export const ROLES: readonly Role[] = ['owner', 'admin', 'member', 'viewer']
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
