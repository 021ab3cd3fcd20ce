import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/problem'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // Offline is shown by the page; a paused query would look like endless loading.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryable,
        retryDelay: (attempt) => Math.min(400 * 2 ** attempt, 4_000),
      },
      // gcTime 0: a token in an answer is gone with the dialog that showed it.
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  })
}
