import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { listAll } from './list-all'

export interface Finding {
  readonly id: string
  readonly code: string
  readonly severity: 'high' | 'medium' | 'low'
  /** The finding in a sentence, with its evidence. */
  readonly message: string
  readonly key: { readonly id: string; readonly name: string; readonly preview: string } | null
  readonly project: { readonly id: string; readonly name: string } | null
  readonly evidence: Readonly<Record<string, unknown>>
  readonly fix: {
    readonly kind: 'create_key' | 'rotate_key' | 'revoke_key' | 'edit_allowlist'
    readonly prefill: Readonly<Record<string, unknown>>
  }
}

export const hygieneQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['hygiene', organizationId],
    queryFn: ({ signal }) => listAll<Finding>(apiUrl.hygiene(organizationId), signal),
  })
