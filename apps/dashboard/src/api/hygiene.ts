import { queryOptions } from '@tanstack/react-query'
import type { Finding as FindingAnswer } from '@vectreal/scene-api/schemas'
import { apiUrl } from '../url'
import { listAll } from './list-all'

export type Finding = Readonly<FindingAnswer>

export const hygieneQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['hygiene', organizationId],
    queryFn: ({ signal }) => listAll<Finding>(apiUrl.hygiene(organizationId), signal),
  })
