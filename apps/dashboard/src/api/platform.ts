/** What the operator lets everybody know: who may sign up, and whom to ask. */
import { queryOptions } from '@tanstack/react-query'
import { get } from './client'

interface PlatformFacts {
  readonly signUp: 'open' | 'invited' | 'closed'
  /** Empty: any. */
  readonly signUpDomains: readonly string[]
  readonly contactUrl: string | null
  readonly communityUrl: string | null
}

export const platformQuery = queryOptions({
  queryKey: ['platform'],
  queryFn: ({ signal }) => get<PlatformFacts>('/api/platform', signal),
  staleTime: Number.POSITIVE_INFINITY,
})
