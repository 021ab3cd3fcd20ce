import { infiniteQueryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, withQuery } from './client'
import type { Page } from './types'

export interface AuditEntry {
  readonly id: string
  readonly sequence: number
  readonly at: string
  readonly action: string
  readonly actor: {
    readonly kind: 'user' | 'service_token' | 'operator' | 'system'
    readonly id: string
    readonly name: string
    readonly email: string | null
  }
  readonly target: { readonly kind: string; readonly id: string }
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly address: string | null
  readonly requestId: string | null
}

export interface AuditFilter {
  readonly action: string
  /** Days as a date field gives them, in the reader's time zone. */
  readonly from: string
  readonly to: string
}

export const auditLogQuery = (organizationId: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', organizationId, filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<AuditEntry>>(
        withQuery(apiUrl.auditLog(organizationId), { ...asked(filter), limit: 50, cursor: pageParam }),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const exportUrl = (organizationId: string, format: 'csv' | 'ndjson', filter: AuditFilter) =>
  withQuery(`${apiUrl.auditLog(organizationId)}/export`, { ...asked(filter), format })

/** The last day counts whole. */
function asked({ action, from, to }: AuditFilter) {
  const start = from === '' ? null : new Date(`${from}T00:00:00`)
  const end = to === '' ? null : new Date(`${to}T00:00:00`)
  end?.setDate(end.getDate() + 1)
  return { action, from: start?.toISOString(), to: end?.toISOString() }
}
