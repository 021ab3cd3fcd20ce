/** Asks for what a page shows first while its code is still on the way. */
import type { QueryClient } from '@tanstack/react-query'
import type { LoaderFunction, Params } from 'react-router'
import type { Organization } from '../api/types'
import { findChosen, organizationsQuery } from './session'

type Read = (organization: Organization, params: Params) => unknown

/** Nobody waits for `read`, and what it fails at is the page's to say. */
export const readAhead =
  (queryClient: QueryClient, read: Read): LoaderFunction =>
  async ({ params }) => {
    const organizations = await queryClient.ensureQueryData(organizationsQuery).catch(() => [])
    const organization = findChosen(organizations)
    if (organization !== null) void read(organization, params)
    return null
  }
