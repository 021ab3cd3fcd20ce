import { infiniteQueryOptions } from '@tanstack/react-query'
import { type ItemOf, managementPath } from '@vectreal/scene-api/client'
import { api } from './client'

const LOG = '/api/organizations/{org}/audit-log'

export type AuditEntry = ItemOf<`GET ${typeof LOG}`>

export interface AuditFilter {
  readonly action: string
  /** The id of a person; empty: everyone. */
  readonly actor: string
  /** Days as a date field gives them, in the reader's time zone. */
  readonly from: string
  readonly to: string
}

export const auditLogQuery = (organizationId: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', organizationId, filter],
    queryFn: ({ pageParam, signal }) =>
      api.call(`GET ${LOG}`, {
        params: { org: organizationId },
        query: { ...asked(filter), limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const exportUrl = (organizationId: string, format: 'csv' | 'ndjson', filter: AuditFilter) =>
  managementPath(`GET ${LOG}/export`, {
    params: { org: organizationId },
    query: { ...asked(filter), format },
  })

/** The last day counts whole. */
function asked({ action, actor, from, to }: AuditFilter) {
  const start = from === '' ? null : new Date(`${from}T00:00:00`)
  const end = to === '' ? null : new Date(`${to}T00:00:00`)
  end?.setDate(end.getDate() + 1)
  return { action, actor, from: start?.toISOString(), to: end?.toISOString() }
}
