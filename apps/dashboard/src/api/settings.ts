/** The rules of one organization. */
import { queryOptions } from '@tanstack/react-query'
import type { CallOf, ResultOf } from '@vectreal/scene-api/client'
import { api } from './client'

const SETTINGS = '/api/organizations/{org}/settings'

export type OrganizationSettings = ResultOf<`GET ${typeof SETTINGS}`>

export const settingsQuery = (org: string) =>
  queryOptions({
    queryKey: ['settings', org],
    queryFn: ({ signal }) => api.call(`GET ${SETTINGS}`, { params: { org }, signal }),
  })

export const updateSettings = (org: string, body: CallOf<`PATCH ${typeof SETTINGS}`>['body']) =>
  api.call(`PATCH ${SETTINGS}`, { params: { org }, ...(body && { body }) })
