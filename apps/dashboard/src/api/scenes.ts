import type { sceneVersionSchema } from '@vectreal/scene-api/schemas'
import type { SceneSettings } from '@vectreal/scene-format'
import type { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, patch, post, remove } from './client'
import { listAll } from './list-all'
import { networkError, readProblem } from './problem'
import type { Scene } from './types'

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

export const createScene = (organizationId: string, projectId: string, name: string) =>
  post<Scene>(apiUrl.projectScenes(organizationId, projectId), { name })
export const changeScene = (
  organizationId: string,
  sceneId: string,
  change: { name?: string; settings?: Partial<SceneSettings>; publicPoster?: boolean },
) => patch<Scene>(apiUrl.scene(organizationId, sceneId), change)
export const publishScene = (organizationId: string, sceneId: string) =>
  post<Scene>(`${apiUrl.scene(organizationId, sceneId)}/publish`)
export const unpublishScene = (organizationId: string, sceneId: string) =>
  post<Scene>(`${apiUrl.scene(organizationId, sceneId)}/unpublish`)
export const deleteScene = (organizationId: string, sceneId: string) =>
  remove<unknown>(apiUrl.scene(organizationId, sceneId))

export type SceneVersion = z.output<typeof sceneVersionSchema>

export const sceneVersionsQuery = (organizationId: string, sceneId: string) =>
  queryOptions({
    queryKey: ['scenes', organizationId, sceneId, 'versions'],
    queryFn: ({ signal }) =>
      listAllUnpaged<SceneVersion>(`${apiUrl.scene(organizationId, sceneId)}/versions`, signal),
  })

export const restoreVersion = (organizationId: string, sceneId: string, version: number) =>
  post<Scene>(`${apiUrl.scene(organizationId, sceneId)}/versions/${version}/restore`)

export const modelUrl = (organizationId: string, sceneId: string) =>
  `${apiUrl.scene(organizationId, sceneId)}/model`

/** A picture that stands in until the model is drawn. */
export async function uploadPoster(organizationId: string, sceneId: string, image: Blob): Promise<void> {
  let response: Response
  try {
    response = await fetch(`${apiUrl.scene(organizationId, sceneId)}/poster`, {
      method: 'PUT',
      headers: { 'content-type': image.type },
      credentials: 'same-origin',
      body: image,
    })
  } catch (error) {
    throw networkError(error)
  }
  if (!response.ok) throw await readProblem(response)
}

async function listAllUnpaged<T>(path: string, signal: AbortSignal): Promise<readonly T[]> {
  return (await get<{ items: readonly T[] }>(path, signal)).items
}
