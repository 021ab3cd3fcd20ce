/** What an invitation's link tells before anybody has signed in. */
import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import { orNull } from './problem'
import type { Role } from './types'

export interface PendingInvitation {
  readonly status: 'pending'
  readonly email: string
  readonly role: Role
  readonly expiresAt: string
  readonly organization: { readonly id: string; readonly name: string }
  readonly inviter: { readonly name: string; readonly email: string }
}

export type InvitationEnd = 'accepted' | 'rejected' | 'canceled' | 'expired'

/** Null: there is none of that id. */
export const invitationQuery = (id: string) =>
  queryOptions({
    queryKey: ['invitation', id],
    queryFn: ({ signal }) =>
      orNull(
        get<PendingInvitation | { readonly status: InvitationEnd }>(
          `/api/invitations/${encodeURIComponent(id)}`,
          signal,
        ),
      ),
  })
