/** The rules of one organization, and which of its members have a second factor. */
import { queryOptions } from '@tanstack/react-query'
import type { CallOf, ResultOf } from '@vectreal/scene-api/client'
import { api } from './client'

const SETTINGS = '/api/organizations/{org}/settings'
const FACTORS = 'GET /api/organizations/{org}/member-factors'

export type OrganizationSettings = ResultOf<`GET ${typeof SETTINGS}`>
export type MemberFactor = ResultOf<typeof FACTORS>['items'][number]

export const settingsQuery = (org: string) =>
  queryOptions({
    queryKey: ['settings', org],
    queryFn: ({ signal }) => api.call(`GET ${SETTINGS}`, { params: { org }, signal }),
  })

export const memberFactorsQuery = (org: string) =>
  queryOptions({
    queryKey: ['member-factors', org],
    queryFn: async ({ signal }) => (await api.call(FACTORS, { params: { org }, signal })).items,
  })

export const updateSettings = (org: string, body: CallOf<`PATCH ${typeof SETTINGS}`>['body']) =>
  api.call(`PATCH ${SETTINGS}`, { params: { org }, ...(body && { body }) })
