/** What an organization has, made as its people and programs make it: through the typed client. */
import { randomUUID } from 'node:crypto'
import type { CallOf, ManagementRoute } from '../../src/client/index.js'
import type { ApiKey, SigningKey } from '../../src/schemas/index.js'
import type { Caller } from './platform.js'

/** Whoever may: a person, a service token. */
type Maker = Pick<Caller, 'api'>
type BodyOf<Route extends ManagementRoute> = Partial<CallOf<Route>['body']>
export type NewKey = BodyOf<'POST /api/organizations/{org}/api-keys'>
type ProjectChange = NonNullable<CallOf<'PATCH /api/organizations/{org}/projects/{project}'>['body']>
export type NewScene = BodyOf<'POST /api/organizations/{org}/projects/{project}/scenes'>
export type SceneChange = NonNullable<CallOf<'PATCH /api/organizations/{org}/scenes/{scene}'>['body']>

export async function createProject(
  { api }: Maker,
  org: string,
  body: BodyOf<'POST /api/organizations/{org}/projects'> = {},
): Promise<string> {
  const { id } = await api.call('POST /api/organizations/{org}/projects', {
    params: { org },
    body: { name: `Project ${randomUUID().slice(0, 8)}`, ...body },
  })
  return id
}

export const updateProject = ({ api }: Maker, org: string, project: string, body: ProjectChange) =>
  api.call('PATCH /api/organizations/{org}/projects/{project}', { params: { org, project }, body })

export async function createKey(
  { api }: Maker,
  org: string,
  projectIds: readonly string[],
  body: NewKey = {},
): Promise<{ token: string; keyId: string; apiKey: ApiKey }> {
  const { token, apiKey } = await api.call('POST /api/organizations/{org}/api-keys', {
    params: { org },
    body: { name: 'Key', projectIds, ...body },
  })
  return { token: given(token), keyId: apiKey.id, apiKey }
}

export async function rotateKey(
  { api }: Maker,
  org: string,
  keyId: string,
  body: BodyOf<'POST /api/organizations/{org}/api-keys/{key}/rotate'> = {},
) {
  const { token, ...rotated } = await api.call('POST /api/organizations/{org}/api-keys/{key}/rotate', {
    params: { org, key: keyId },
    body,
  })
  return { ...rotated, token: given(token) }
}

export const revokeKey = ({ api }: Maker, org: string, keyId: string) =>
  api.call('POST /api/organizations/{org}/api-keys/{key}/revoke', { params: { org, key: keyId } })

export const readKey = ({ api }: Maker, org: string, keyId: string) =>
  api.call('GET /api/organizations/{org}/api-keys/{key}', { params: { org, key: keyId } })

export async function createSigningKey(
  { api }: Maker,
  org: string,
  projectIds: readonly string[],
  body: BodyOf<'POST /api/organizations/{org}/signing-keys'> = {},
): Promise<{ id: string; privateKey: string; signingKey: SigningKey }> {
  const { signingKey, privateKey } = await api.call('POST /api/organizations/{org}/signing-keys', {
    params: { org },
    body: { name: 'Signing key', projectIds, ...body },
  })
  return { id: signingKey.id, privateKey, signingKey }
}

export const readSigningKey = ({ api }: Maker, org: string, keyId: string) =>
  api.call('GET /api/organizations/{org}/signing-keys/{key}', { params: { org, key: keyId } })

export const revokeSigningKey = ({ api }: Maker, org: string, keyId: string) =>
  api.call('POST /api/organizations/{org}/signing-keys/{key}/revoke', { params: { org, key: keyId } })

export async function createServiceToken(
  { api }: Maker,
  org: string,
  body: BodyOf<'POST /api/organizations/{org}/service-tokens'> = {},
): Promise<{ id: string; token: string }> {
  const { id, token } = await api.call('POST /api/organizations/{org}/service-tokens', {
    params: { org },
    body: { name: 'Job', ...body },
  })
  return { id, token: given(token) }
}

export const revokeServiceToken = ({ api }: Maker, org: string, token: string) =>
  api.call('POST /api/organizations/{org}/service-tokens/{token}/revoke', { params: { org, token } })

/** A draft without a model. */
export async function createDraft(
  { api }: Maker,
  org: string,
  project: string,
  body: NewScene = {},
): Promise<string> {
  const { id } = await api.call('POST /api/organizations/{org}/projects/{project}/scenes', {
    params: { org, project },
    body: { name: 'Scene', ...body },
  })
  return id
}

export const uploadModel = ({ api }: Maker, org: string, scene: string, upload: Uint8Array) =>
  api.call('PUT /api/organizations/{org}/scenes/{scene}/model', {
    params: { org, scene },
    upload,
    mediaType: 'model/gltf-binary',
  })

/** A PNG. */
export const uploadPoster = ({ api }: Maker, org: string, scene: string, upload: Uint8Array) =>
  api.call('PUT /api/organizations/{org}/scenes/{scene}/poster', {
    params: { org, scene },
    upload,
    mediaType: 'image/png',
  })

export const readScene = ({ api }: Maker, org: string, scene: string) =>
  api.call('GET /api/organizations/{org}/scenes/{scene}', { params: { org, scene } })

export const changeScene = ({ api }: Maker, org: string, scene: string, body: SceneChange) =>
  api.call('PATCH /api/organizations/{org}/scenes/{scene}', { params: { org, scene }, body })

export const publishScene = ({ api }: Maker, org: string, scene: string) =>
  api.call('POST /api/organizations/{org}/scenes/{scene}/publish', { params: { org, scene } })

export const unpublishScene = ({ api }: Maker, org: string, scene: string) =>
  api.call('POST /api/organizations/{org}/scenes/{scene}/unpublish', { params: { org, scene } })

export const deleteScene = ({ api }: Maker, org: string, scene: string) =>
  api.call('DELETE /api/organizations/{org}/scenes/{scene}', { params: { org, scene } })

export const changeSettings = (
  { api }: Maker,
  org: string,
  body: NonNullable<CallOf<'PATCH /api/organizations/{org}/settings'>['body']>,
) => api.call('PATCH /api/organizations/{org}/settings', { params: { org }, body })

export async function findingsOf({ api }: Maker, org: string) {
  return (await api.call('GET /api/organizations/{org}/hygiene', { params: { org } })).items
}

/** How much of what its plan bounds the organization uses. */
export async function usedOf({ api }: Maker, org: string, quota: string): Promise<number | undefined> {
  const { items } = await api.call('GET /api/organizations/{org}/quotas', { params: { org } })
  return items.find((item) => item.quota === quota)?.used
}

/** Newest first. */
export async function auditEntries(
  { api }: Maker,
  org: string,
  query: CallOf<'GET /api/organizations/{org}/audit-log'>['query'] = {},
) {
  const { items } = await api.call('GET /api/organizations/{org}/audit-log', { params: { org }, query })
  return items
}

/** A token is absent only where a response is repeated. */
function given(token: string | undefined): string {
  if (token === undefined) throw new Error('the response has no token')
  return token
}
