/** Projects and their allowlists. */
import { ALLOWLIST_CHECK_DAYS, checkAllowlistSchema, checkedAllowlistSchema } from '../schemas/usage.js'
import {
  checkOriginSchema,
  checkedOriginSchema,
  createProjectSchema,
  deleteProjectQuerySchema,
  projectSchema,
  updateProjectSchema,
} from '../schemas/projects.js'
import { idListSchema, listOf, searchQuerySchema } from '../schemas/list.js'
import { operation } from './operation.js'

export const checkAllowlist = operation({
  id: 'checkAllowlist',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/check-allowlist',
  tag: 'Projects',
  summary: 'Check a change of the allowlist against traffic',
  description: `Which origins that loaded scenes in the last ${ALLOWLIST_CHECK_DAYS} days the change would refuse. Nothing is saved.`,
  permission: 'usage:read',
  whileSuspended: true,
  body: checkAllowlistSchema,
  success: { status: 200, description: 'What the change would refuse', schema: checkedAllowlistSchema },
})

export const checkOrigin = operation({
  id: 'checkOrigin',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/check-origin',
  tag: 'Projects',
  summary: 'Check an origin against the allowlist',
  permission: 'project:read',
  whileSuspended: true,
  body: checkOriginSchema,
  success: { status: 200, description: 'Whether and why', schema: checkedOriginSchema },
})

export const createProject = operation({
  id: 'createProject',
  method: 'post',
  path: '/api/organizations/{org}/projects',
  tag: 'Projects',
  summary: 'Create a project',
  description: 'Allowlist entries are normalised; `warnings` names those that are allowed but doubtful.',
  permission: 'project:write',
  body: createProjectSchema,
  success: { status: 201, description: 'The project', schema: projectSchema },
  errors: ['conflict', 'quota_exceeded'],
  idempotent: true,
})

export const deleteProject = operation({
  id: 'deleteProject',
  method: 'delete',
  path: '/api/organizations/{org}/projects/{project}',
  tag: 'Projects',
  summary: 'Delete a project',
  description:
    'Its scenes go with it. Keys keep their other projects; a key without any left reads nothing. With `confirm=false` a ' +
    'project that has scenes, or live keys that read it, stays, and the response is 409 `conflict` with `scenes` and ' +
    '`apiKeys`: what would go or lose access.',
  permission: 'project:write',
  confirm: true,
  whileSuspended: true,
  query: deleteProjectQuerySchema,
  success: { status: 204, description: 'Deleted' },
  errors: ['conflict'],
})

export const listProjects = operation({
  id: 'listProjects',
  method: 'get',
  path: '/api/organizations/{org}/projects',
  tag: 'Projects',
  summary: 'List projects',
  permission: 'project:read',
  query: searchQuerySchema.extend({ ids: idListSchema.optional() }),
  success: { status: 200, description: 'A page of projects', schema: listOf(projectSchema) },
})

export const readProject = operation({
  id: 'readProject',
  method: 'get',
  path: '/api/organizations/{org}/projects/{project}',
  tag: 'Projects',
  summary: 'Read a project',
  permission: 'project:read',
  success: { status: 200, description: 'The project', schema: projectSchema },
})

export const updateProject = operation({
  id: 'updateProject',
  method: 'patch',
  path: '/api/organizations/{org}/projects/{project}',
  tag: 'Projects',
  summary: 'Change a project',
  description:
    'Once a change of the allowlist or of `requireVisitorToken` has returned, every node checks against it. Absent fields stay as they are.',
  permission: 'project:write',
  confirm:
    'Where the allowlist gets a new entry, localhost is allowed, or visitor tokens are no longer required.',
  body: updateProjectSchema,
  success: { status: 200, description: 'The project', schema: projectSchema },
  errors: ['conflict'],
})
