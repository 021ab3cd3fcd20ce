/** What the pages have read from the server, for how long it counts as new, and what makes it old. */
import { MutationCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/problem'
import { quotasKey } from '../api/quotas'

/** The other tabs of this dashboard hear of a change here. */
const CHANGES = 'vectreal.changes'

export function createQueryClient(): QueryClient {
  const changes = new BroadcastChannel(CHANGES)
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // Offline is shown by the page; a paused query would look like endless loading.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryable,
        retryDelay: (attempt) => Math.min(400 * 2 ** attempt, 4_000),
      },
      // gcTime 0: a token in a response is gone with the dialog that showed it.
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
    mutationCache: new MutationCache({
      onSuccess() {
        // Whoever changes something refreshes its own page; others (findings, audit log) ask when they are opened next.
        void client.invalidateQueries({ refetchType: 'none' })
        // What is counted belongs to no page.
        void client.invalidateQueries({ queryKey: quotasKey })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
        changes.postMessage(null)
      },
      onError(error) {
        if (!(error instanceof ApiError)) return
        if (showsAnOldPage(error)) void client.invalidateQueries()
        // The role is another one by now. This page stays, with what it was told; the next one asks.
        else if (error.status === 403) void client.invalidateQueries({ refetchType: 'none' })
      },
    }),
  })
  changes.addEventListener('message', () => void client.invalidateQueries())
  return client
}

/** Refusals that come of something having changed since the page was read. */
function showsAnOldPage({ status, code }: ApiError): boolean {
  return status === 404 || status === 409 || code === 'key_limit_reached'
}
