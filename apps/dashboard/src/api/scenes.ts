import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, patch, post, remove } from './client'
import { listAll } from './list-all'

export interface Scene {
  readonly id: string
  readonly organizationId: string
  readonly projectId: string
  readonly name: string
  readonly status: 'draft' | 'published'
  readonly version: number
  readonly publicPoster: boolean
  readonly settings: Record<string, unknown>
  readonly createdAt: string
  readonly updatedAt: string
  readonly model: { readonly bytes: number; readonly sha256: string } | null
  readonly poster: unknown
}

export const projectScenesQuery = (organizationId: string, projectId: string) =>
  queryOptions({
    queryKey: ['scenes', organizationId, 'project', projectId],
    queryFn: ({ signal }) => listAll<Scene>(apiUrl.projectScenes(organizationId, projectId), signal),
  })

export const sceneQuery = (organizationId: string, sceneId: string) =>
  queryOptions({
    queryKey: ['scenes', organizationId, sceneId],
    queryFn: ({ signal }) => get<Scene>(apiUrl.scene(organizationId, sceneId), signal),
  })

export const createScene = (
  organizationId: string,
  projectId: string,
  name: string,
  idempotencyKey?: string,
) => post<Scene>(apiUrl.projectScenes(organizationId, projectId), { name }, idempotencyKey)
export const changeScene = (
  organizationId: string,
  sceneId: string,
  change: { name?: string; settings?: unknown; publicPoster?: boolean },
) => patch<Scene>(apiUrl.scene(organizationId, sceneId), change)
export const publishScene = (organizationId: string, sceneId: string) =>
  post<Scene>(`${apiUrl.scene(organizationId, sceneId)}/publish`)
export const unpublishScene = (organizationId: string, sceneId: string) =>
  post<Scene>(`${apiUrl.scene(organizationId, sceneId)}/unpublish`)
export const deleteScene = (organizationId: string, sceneId: string) =>
  remove<unknown>(apiUrl.scene(organizationId, sceneId))
