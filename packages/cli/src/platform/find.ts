/** Things by the name that somebody typed. */
import { UnusableError } from '../exit-code.js'
import type { Client } from './client.js'
import type { ApiKey, Project } from './types.js'

export const listProjects = ({ api, org }: Client): Promise<Project[]> =>
  api.listAll('GET /api/organizations/{org}/projects', { params: { org } })

export const listKeys = ({ api, org }: Client): Promise<ApiKey[]> =>
  api.listAll('GET /api/organizations/{org}/api-keys', { params: { org } })

/** By id or slug. Without a name: the only one there is. */
export async function findProject(client: Client, name: string | undefined): Promise<Project> {
  const projects = await listProjects(client)
  if (name === undefined) {
    const [only] = projects
    if (projects.length === 1 && only) return only
    throw new UnusableError(`Which project? Give --project with one of: ${slugs(projects)}.`)
  }
  const found = projects.find(({ id, slug }) => id === name || slug === name)
  if (found) return found
  throw new UnusableError(`There is no project ${JSON.stringify(name)}. There are: ${slugs(projects)}.`)
}

const slugs = (projects: readonly Project[]): string => projects.map(({ slug }) => slug).join(', ') || 'none'

/** By id, external id, name or last four characters; a dead key only by its id. */
export async function findKey(client: Client, name: string): Promise<ApiKey> {
  const keys = await listKeys(client)
  const byId = keys.find(({ id }) => id === name)
  if (byId) return byId
  const live = keys.filter(({ status }) => status !== 'revoked' && status !== 'expired')
  const wanted = name.replace(/^…/, '')
  const found = live.filter((key) => [key.externalId, key.name, key.preview].includes(wanted))
  // Of a rotation both keys have the name: the one that stays is meant.
  const current = found.length > 1 ? found.filter(({ replacedById }) => replacedById === null) : found
  const [only] = current
  if (current.length === 1 && only) return only
  throw new UnusableError(
    current.length === 0
      ? `There is no live key ${JSON.stringify(name)}: vectreal keys list shows them.`
      : `${JSON.stringify(name)} names ${current.length} keys: give the id of one, ${current.map(({ id }) => id).join(' or ')}.`,
  )
}
