/** Who belongs to an organization, and who has been invited. Changes are in `auth.ts`. */
import { queryOptions } from '@tanstack/react-query'
import type { CallOf, ItemOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { CARDS_PAGE, pagesQuery, TABLE_PAGE } from './pages'

const MEMBERS = 'GET /api/organizations/{org}/members'
const INVITATIONS = 'GET /api/organizations/{org}/invitations'

export type Member = Readonly<ItemOf<typeof MEMBERS>>
export type Invitation = Readonly<ItemOf<typeof INVITATIONS>>

type MemberQuery = NonNullable<CallOf<typeof MEMBERS>['query']>
/** Which members. */
export type MemberFilter = Pick<MemberQuery, 'role' | 'hasSecondFactor'>

/** Of every query about them: what a change makes stale. */
export const membersKey = (org: string) => ['members', org] as const

/** Of every query about them: what a change makes stale. */
export const invitationsKey = (org: string) => ['invitations', org] as const

/** Whoever joined first comes first. */
export const memberPages = (org: string, filter: MemberFilter, q: string | undefined) =>
  pagesQuery([...membersKey(org), 'pages', filter, q], ({ cursor, signal }) =>
    api.call(MEMBERS, { params: { org }, query: { ...filter, q, cursor, limit: TABLE_PAGE }, signal }),
  )

/** Whom a rule would lock out: how many they are, and the first of them. */
export const lockedOutQuery = (
  org: string,
  rule: Pick<MemberQuery, 'outsideDomain'> | Pick<MemberQuery, 'hasSecondFactor'>,
) =>
  queryOptions({
    queryKey: [...membersKey(org), 'locked-out', rule],
    queryFn: ({ signal }) =>
      api.call(MEMBERS, { params: { org }, query: { ...rule, limit: TABLE_PAGE }, signal }),
  })

/** Those that can still be accepted, oldest first. */
export const invitationPages = (org: string, q: string | undefined) =>
  pagesQuery([...invitationsKey(org), 'pages', q], ({ cursor, signal }) =>
    api.call(INVITATIONS, { params: { org }, query: { q, cursor, limit: CARDS_PAGE }, signal }),
  )
