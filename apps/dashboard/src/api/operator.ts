/** The operator's routes. The token speaks for itself: no session goes along, and none is asked for. */
import { queryOptions } from '@tanstack/react-query'
import { createManagementClient, type ManagementClient } from '@vectreal/scene-api/client'
import type { OperatorOrganization as OrganizationResponse } from '@vectreal/scene-api/schemas'
import { sendOnce } from './client'
import { pagesQuery } from './pages'
import { ApiError } from './problem'
import type { Plan } from './types'

const ORGANIZATIONS = '/api/operator/organizations'

export type OperatorOrganization = Readonly<OrganizationResponse>

export interface OperatorFilter {
  readonly search: string
  readonly suspended: 'all' | 'true' | 'false'
}

export function createOperatorClient(token: string): ManagementClient {
  return createManagementClient({
    baseUrl: '',
    headers: { authorization: `Bearer ${token}` },
    send: (path, init) => sendOnce(path, { ...init, credentials: 'omit' }),
  })
}

/** What the server's refusals of the token itself mean to whoever typed it. */
const TOKEN_REFUSALS: Readonly<Record<number, { readonly title: string; readonly detail: string }>> = {
  401: {
    title: 'This server does not accept the token',
    detail: 'It must be exactly the OPERATOR_TOKEN the server was started with.',
  },
  404: {
    title: 'This server has no operator token',
    detail: 'Start it with OPERATOR_TOKEN set, then sign in with that.',
  },
}

/** Rejects where the server does not take the token. */
export async function checkOperatorToken(token: string): Promise<void> {
  try {
    await createOperatorClient(token).call(`GET ${ORGANIZATIONS}`, { query: { limit: 1 } })
  } catch (error) {
    const known = error instanceof ApiError ? TOKEN_REFUSALS[error.status] : undefined
    throw known === undefined ? error : new ApiError({ ...(error as ApiError), ...known })
  }
}

const KEY = ['operator'] as const

export const operatorOrganizationsQuery = (client: ManagementClient, { search, suspended }: OperatorFilter) =>
  pagesQuery([...KEY, 'organizations', search, suspended], ({ cursor, signal }) => {
    const query = { limit: 25, cursor, search, ...(suspended !== 'all' && { suspended }) }
    return client.call(`GET ${ORGANIZATIONS}`, { query, signal })
  })

export const operatorTotalsQuery = (client: ManagementClient) =>
  queryOptions({
    queryKey: [...KEY, 'totals'],
    queryFn: async ({ signal }) =>
      (await client.call('GET /api/operator/usage', { query: { limit: 1 }, signal })).totals,
  })

export const setPlan = (client: ManagementClient, org: string, plan: Plan) =>
  client.call(`PUT ${ORGANIZATIONS}/{org}/plan`, { params: { org }, body: { plan } })

export const suspendOrganization = (client: ManagementClient, org: string, reason: string) =>
  client.call(`POST ${ORGANIZATIONS}/{org}/suspend`, {
    params: { org },
    body: reason === '' ? {} : { reason },
  })

export const resumeOrganization = (client: ManagementClient, org: string) =>
  client.call(`POST ${ORGANIZATIONS}/{org}/resume`, { params: { org } })

export const endPersonSessions = (client: ManagementClient, email: string) =>
  client.call('POST /api/operator/sessions/end', { body: { email } })
