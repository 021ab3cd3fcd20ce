/** The rules of one organization, and which of its members have a second factor. */
import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, patch } from './client'
import type { Role } from './types'

export interface OrganizationSettings {
  readonly requireTwoFactor: boolean
  readonly maxKeyLifetimeDays: number | null
}

export interface MemberFactor {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly hasSecondFactor: boolean
}

export const settingsQuery = (organization: string) =>
  queryOptions({
    queryKey: ['settings', organization],
    queryFn: ({ signal }) => get<OrganizationSettings>(apiUrl.settings(organization), signal),
  })

export const memberFactorsQuery = (organization: string) =>
  queryOptions({
    queryKey: ['member-factors', organization],
    queryFn: async ({ signal }) =>
      (await get<{ items: readonly MemberFactor[] }>(apiUrl.memberFactors(organization), signal)).items,
  })

export const updateSettings = (organization: string, change: Partial<OrganizationSettings>) =>
  patch<OrganizationSettings>(apiUrl.settings(organization), change)
