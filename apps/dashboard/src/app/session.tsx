/** Who is signed in, and for which organization the pages speak. */
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { isAllowed } from '@vectreal/scene-api/client'
import { createContext, type ReactNode, use, useMemo, useSyncExternalStore } from 'react'
import { findSession, listOrganizations } from '../api/auth'
import type { Organization, Role } from '../api/types'

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: findSession, staleTime: 30_000 })
export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: listOrganizations,
  staleTime: 30_000,
})

const STORE = 'vectreal.organization'
const listeners = new Set<() => void>()

/** The choice belongs to the tab, so that two tabs may work in two organizations; a new tab starts with the last one. */
function readChoice(): string | null {
  try {
    return sessionStorage.getItem(STORE) ?? localStorage.getItem(STORE)
  } catch {
    return null
  }
}

export function chooseOrganization(id: string): void {
  try {
    sessionStorage.setItem(STORE, id)
    localStorage.setItem(STORE, id)
  } catch {
    // Without storage the first organization stays chosen.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const findChosen = (
  organizations: readonly Organization[],
  choice = readChoice(),
): Organization | null => organizations.find(({ id }) => id === choice) ?? organizations[0] ?? null

const OrganizationContext = createContext<Organization | null>(null)

export function useOrganizations(): readonly Organization[] {
  return useSuspenseQuery(organizationsQuery).data
}

/** Gives the pages below the chosen organization, or shows `none` to someone who belongs to no organization. */
export function OrganizationScope({ children, none }: { children: ReactNode; none: ReactNode }) {
  const organizations = useOrganizations()
  const choice = useSyncExternalStore(subscribe, readChoice)
  const organization = useMemo(() => findChosen(organizations, choice), [organizations, choice])
  if (organization === null) return none
  return (
    <OrganizationContext value={organization}>
      <div key={organization.id} className="contents">
        {children}
      </div>
    </OrganizationContext>
  )
}

export function useOrganization(): Organization {
  const organization = use(OrganizationContext)
  if (organization === null) throw new Error('useOrganization needs <OrganizationScope> around it')
  return organization
}

export function useSession() {
  return useQuery(sessionQuery).data ?? null
}

export function useUser() {
  return useSession()?.user ?? null
}

/** What each role may do here, by the table of the API. The API decides; this only keeps dead controls off the page. */
export const may = {
  manageKeys: (role: Role) => isAllowed(role, 'apiKey:write'),
  manageProjects: (role: Role) => isAllowed(role, 'project:write'),
  manageMembers: (role: Role) => isAllowed(role, 'membership:write'),
  manageOwners: (role: Role) => isAllowed(role, 'membership:writeOwner'),
  seeCompanySignIn: (role: Role) => isAllowed(role, 'companySignIn:read'),
  editScenes: (role: Role) => isAllowed(role, 'scene:write'),
  changeSettings: (role: Role) => isAllowed(role, 'settings:write'),
  changeCompanySignIn: (role: Role) => isAllowed(role, 'companySignIn:write'),
} as const
