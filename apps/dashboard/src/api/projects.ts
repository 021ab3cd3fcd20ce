import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, patch, post, remove } from './client'
import { listAll } from './list-all'
import type { AllowlistCheck, Project } from './types'

export const projectsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['projects', organizationId],
    queryFn: ({ signal }) => listAll<Project>(apiUrl.projects(organizationId), signal),
  })

export const projectQuery = (organizationId: string, projectId: string) =>
  queryOptions({
    queryKey: ['projects', organizationId, projectId],
    queryFn: ({ signal }) => get<Project>(apiUrl.project(organizationId, projectId), signal),
  })

export interface ProjectChange {
  readonly name?: string
  readonly slug?: string
  readonly allowedDomains?: readonly string[]
  readonly allowLocalhost?: boolean
}

export const createProject = (
  organizationId: string,
  project: { name: string; allowedDomains?: readonly string[] },
  idempotencyKey?: string,
) => post<Project>(apiUrl.projects(organizationId), project, idempotencyKey)

export const changeProject = (organizationId: string, projectId: string, change: ProjectChange) =>
  patch<Project>(apiUrl.project(organizationId, projectId), change)

export const deleteProject = (organizationId: string, projectId: string) =>
  remove<unknown>(`${apiUrl.project(organizationId, projectId)}?confirm=true`)

export interface AllowlistDraft {
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
}

/** Edits the list as the server has it now: what somebody saved since this page was read stays. */
export async function editAllowlist(
  organizationId: string,
  projectId: string,
  edit: (latest: AllowlistDraft) => AllowlistDraft,
): Promise<Project> {
  const latest = await get<Project>(apiUrl.project(organizationId, projectId))
  const { allowedDomains, allowLocalhost } = edit(latest)
  return changeProject(organizationId, projectId, { allowedDomains, allowLocalhost })
}

/** What a change would keep out, by the server's own rules and traffic. Nothing is saved. */
export const allowlistCheckQuery = (organizationId: string, projectId: string, draft: AllowlistDraft) =>
  queryOptions({
    queryKey: ['allowlist-check', projectId, draft],
    queryFn: () =>
      post<AllowlistCheck>(`${apiUrl.project(organizationId, projectId)}/check-allowlist`, draft),
  })
