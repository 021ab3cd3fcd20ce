import { queryOptions } from '@tanstack/react-query'
import { type CallOf, managementPath, type ResultOf } from '@vectreal/scene-api/client'
import { api, sendOnce } from './client'
import { CARDS_PAGE, pagesQuery, type PagesQuery, TABLE_PAGE } from './pages'
import type { Scene } from './types'
import type { NamedQuery } from './use-named'

/** Of every query about them: what a change makes stale. */
export const scenesKey = (org: string) => ['scenes', org] as const

const PROJECT_SCENES = '/api/organizations/{org}/projects/{project}/scenes'
const SCENE = '/api/organizations/{org}/scenes/{scene}'
const OPTIMIZING_POLL_MS = 3000
const AR_FILES_POLL_MS = 3000

/** The newest ones. */
export const newestScenesQuery = (org: string, project: string) =>
  queryOptions({
    queryKey: [...scenesKey(org), 'project', project],
    queryFn: async ({ signal }) => {
      const call = { params: { org, project }, query: { limit: TABLE_PAGE }, signal }
      return (await api.call(`GET ${PROJECT_SCENES}`, call)).items
    },
  })

/** Newest first. */
export const projectScenePages = (org: string, project: string, q: string | undefined) =>
  pagesQuery([...scenesKey(org), 'pages of project', project, q], ({ cursor, signal }) => {
    const query = { q, cursor, limit: CARDS_PAGE }
    return api.call(`GET ${PROJECT_SCENES}`, { params: { org, project }, query, signal })
  })

/** Those that another list refers to. */
export const namedScenes = (org: string): NamedQuery<Scene> => ({
  queryKey: scenesKey(org),
  read: async (ids, signal) => {
    const query = { ids, limit: TABLE_PAGE }
    return (await api.call('GET /api/organizations/{org}/scenes', { params: { org }, query, signal })).items
  },
})

/** Which scenes of an organization. */
export interface SceneFilter {
  readonly project?: string | undefined
  readonly status?: Scene['status'] | undefined
}

/** Of all projects, newest first. */
export const scenePages = (org: string, filter: SceneFilter, q: string | undefined) =>
  pagesQuery([...scenesKey(org), 'pages', filter, q], ({ cursor, signal }) => {
    const query = { ...filter, q, cursor, limit: TABLE_PAGE }
    return api.call('GET /api/organizations/{org}/scenes', { params: { org }, query, signal })
  })

export const findScene = (org: string, scene: string, signal?: AbortSignal) =>
  api.call(`GET ${SCENE}`, { params: { org, scene }, signal })

export const sceneQuery = (org: string, scene: string) =>
  queryOptions({
    queryKey: [...scenesKey(org), scene],
    queryFn: ({ signal }) => findScene(org, scene, signal),
  })

export const createScene = (org: string, project: string, name: string) =>
  api.call(`POST ${PROJECT_SCENES}`, { params: { org, project }, body: { name } })
export const changeScene = (org: string, scene: string, body: SceneChange) =>
  api.call(`PATCH ${SCENE}`, { params: { org, scene }, body })
export const publishScene = (org: string, scene: string) =>
  api.call(`POST ${SCENE}/publish`, { params: { org, scene } })
export const unpublishScene = (org: string, scene: string) =>
  api.call(`POST ${SCENE}/unpublish`, { params: { org, scene } })
export const deleteScene = (org: string, scene: string) =>
  api.call(`DELETE ${SCENE}`, { params: { org, scene } })

type SceneChange = NonNullable<CallOf<`PATCH ${typeof SCENE}`>['body']>
export type SceneVersion = ResultOf<`GET ${typeof SCENE}/versions`>['items'][number]

/** Newest first. */
export const sceneVersionPages = (org: string, scene: string): PagesQuery<SceneVersion> => ({
  ...pagesQuery<SceneVersion>([...scenesKey(org), scene, 'versions'], ({ cursor, signal }) =>
    api.call(`GET ${SCENE}/versions`, {
      params: { org, scene },
      query: { cursor, limit: CARDS_PAGE },
      signal,
    }),
  ),
  // Until the optimised file of each is there, or known not to come.
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some(({ items }) => items.some(({ optimization }) => optimization.status === 'pending'))
      ? OPTIMIZING_POLL_MS
      : false,
})

export type SceneArFiles = ResultOf<`GET ${typeof SCENE}/ar-files`>

export const arFilesQuery = (org: string, scene: string) =>
  queryOptions({
    queryKey: [...scenesKey(org), scene, 'ar-files'],
    queryFn: ({ signal }) => api.call(`GET ${SCENE}/ar-files`, { params: { org, scene }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.glb.status === 'waiting' ? AR_FILES_POLL_MS : false),
  })

export const optimizeScene = (org: string, scene: string) =>
  api.call(`POST ${SCENE}/optimize`, { params: { org, scene } })

export const restoreVersion = (org: string, scene: string, version: number) =>
  api.call(`POST ${SCENE}/versions/{version}/restore`, { params: { org, scene, version } })

export const modelUrl = (org: string, scene: string) =>
  managementPath(`GET ${SCENE}/model`, { params: { org, scene } })

/** Where members read the poster, which changes with it. Null: there is none. */
export const posterUrl = ({ organizationId, id, poster }: Pick<Scene, 'organizationId' | 'id' | 'poster'>) =>
  poster &&
  managementPath(`GET ${SCENE}/poster`, {
    params: { org: organizationId, scene: id },
    query: { sha256: poster.sha256 },
  })

/** The poster itself, to be put back later. */
export async function findPoster(scene: Scene): Promise<Blob | null> {
  const url = posterUrl(scene)
  if (url === null) return null
  return (await sendOnce(url, { credentials: 'same-origin' })).blob()
}

/** A picture that stands in until the model is drawn. `automaticOf`: made by itself, of that version. */
export const uploadPoster = (org: string, scene: string, image: Blob, automaticOf?: number) =>
  api.call(`PUT ${SCENE}/poster`, {
    params: { org, scene },
    query: { automaticOf },
    upload: image,
    mediaType: image.type,
  })
