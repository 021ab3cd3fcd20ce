import { queryOptions } from '@tanstack/react-query'
import type { CallOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { pagesQuery, TABLE_PAGE } from './pages'
import type { Project } from './types'
import type { NamedQuery } from './use-named'

/** Of every query about them: what a change makes stale. */
export const projectsKey = (org: string) => ['projects', org] as const

const PROJECTS = '/api/organizations/{org}/projects'
const PROJECT = `${PROJECTS}/{project}` as const

/** Oldest first. */
export const projectPages = (org: string, q: string | undefined, limit: number) =>
  pagesQuery([...projectsKey(org), 'pages', limit, q], ({ cursor, signal }) =>
    api.call(`GET ${PROJECTS}`, { params: { org }, query: { q, limit, cursor }, signal }),
  )

/** Those that another list refers to. */
export const namedProjects = (org: string): NamedQuery<Project> => ({
  queryKey: projectsKey(org),
  read: async (ids, signal) =>
    (await api.call(`GET ${PROJECTS}`, { params: { org }, query: { ids, limit: TABLE_PAGE }, signal })).items,
})

/** The oldest two: tells none, one and several apart. */
export const fewProjectsQuery = (org: string) =>
  queryOptions({
    queryKey: [...projectsKey(org), 'few'],
    queryFn: async ({ signal }) =>
      (await api.call(`GET ${PROJECTS}`, { params: { org }, query: { limit: 2 }, signal })).items,
  })

export const projectQuery = (org: string, project: string) =>
  queryOptions({
    queryKey: [...projectsKey(org), project],
    queryFn: ({ signal }) => api.call(`GET ${PROJECT}`, { params: { org, project }, signal }),
  })

export type ProjectChange = NonNullable<CallOf<`PATCH ${typeof PROJECT}`>['body']>
type NewProject = CallOf<`POST ${typeof PROJECTS}`>['body']

export const createProject = (org: string, body: NewProject, idempotencyKey?: string) =>
  api.call(`POST ${PROJECTS}`, { params: { org }, body, idempotencyKey })

export const changeProject = (org: string, project: string, body: ProjectChange) =>
  api.call(`PATCH ${PROJECT}`, { params: { org, project }, body })

export const deleteProject = (org: string, project: string) =>
  api.call(`DELETE ${PROJECT}`, { params: { org, project }, query: { confirm: 'true' } })

export interface AllowlistDraft {
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
}

/** Edits the list as the server has it now: what somebody saved since this page was read stays. */
export async function editAllowlist(
  org: string,
  project: string,
  edit: (latest: AllowlistDraft) => AllowlistDraft,
): Promise<Project> {
  const latest = await api.call(`GET ${PROJECT}`, { params: { org, project } })
  const { allowedDomains, allowLocalhost } = edit(latest)
  return changeProject(org, project, { allowedDomains, allowLocalhost })
}

/** What a change would keep out, by the server's own rules and traffic. Nothing is saved. */
export const allowlistCheckQuery = (org: string, project: string, draft: AllowlistDraft) =>
  queryOptions({
    queryKey: ['allowlist-check', project, draft],
    queryFn: ({ signal }) =>
      api.call(`POST ${PROJECT}/check-allowlist`, { params: { org, project }, body: draft, signal }),
  })
