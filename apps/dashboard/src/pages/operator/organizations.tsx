/** Every organization of the server: what it has and uses, and what the operator may change. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import {
  createOperatorClient,
  type OperatorFilter,
  operatorOrganizationsQuery,
  operatorTotalsQuery,
  type OperatorOrganization,
} from '../../api/operator'
import { asApiError } from '../../api/problem'
import { Footer } from '../../app/footer'
import { OnlineBanner } from '../../app/online-banner'
import { ThemeSwitch } from '../../app/theme-switch'
import { FilterSelect } from '../../table/filter-select'
import { MoreButton } from '../../table/long-list-view'
import { SearchField } from '../../table/search-field'
import { counted } from '../../ui/counted'
import { Announcer } from '../../ui/announcer'
import { Brand } from '../../ui/brand'
import { Button } from '../../ui/button'
import { PageView } from '../../ui/page'
import { FailedState, Loading } from '../../ui/states'
import { formatBytes } from '../scenes/upload-progress'
import { OrganizationItem } from './organization-item'

// Forms bring their validation along; the list shows without it.
const PlanDialog = lazy(async () => ({ default: (await import('./plan-dialog')).PlanDialog }))
const SuspendDialog = lazy(async () => ({ default: (await import('./suspend-dialog')).SuspendDialog }))
const ResumeDialog = lazy(async () => ({ default: (await import('./suspend-dialog')).ResumeDialog }))

const SUSPENDED = {
  all: { label: 'Suspended or not' },
  true: { label: 'Suspended' },
  false: { label: 'Not suspended' },
} as const

const SignPersonOutDialog = lazy(async () => ({
  default: (await import('./sign-person-out-dialog')).SignPersonOutDialog,
}))

type OpenDialog =
  | { kind: 'plan' | 'suspend' | 'resume'; organization: OperatorOrganization }
  | { kind: 'sign-out' }
  | null

interface OrganizationsProps {
  readonly token: string
  readonly onSignOut: () => void
}

export function Organizations({ token, onSignOut }: OrganizationsProps) {
  const client = useMemo(() => createOperatorClient(token), [token])
  const queryClient = useQueryClient()
  const [filter, setFilter] = useState<OperatorFilter>({ search: '', suspended: 'all' })
  const asked = useDeferredValue(filter)
  const list = useInfiniteQuery({
    ...operatorOrganizationsQuery(client, asked),
    placeholderData: keepPreviousData,
  })
  const totals = useQuery(operatorTotalsQuery(client))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const done = useCallback(async () => {
    setDialog(null)
    await queryClient.invalidateQueries({ queryKey: ['operator'] })
  }, [queryClient])
  // The server was started with another token meanwhile.
  const isRefused = list.error !== null && [401, 404].includes(asApiError(list.error).status)
  useEffect(() => {
    if (isRefused) onSignOut()
  }, [isRefused, onSignOut])
  const organizations = list.data?.pages.flatMap(({ items }) => items) ?? []

  return (
    <div className="flex min-h-dvh flex-col">
      <OnlineBanner />
      <header className="flex items-center justify-between gap-4 border-b border-line bg-surface px-4 py-3 sm:px-8">
        <Brand />
        <div className="flex items-center gap-2">
          <ThemeSwitch />
          <Button kind="quiet" icon={<LogOut aria-hidden size={17} />} onClick={onSignOut}>
            Sign out
          </Button>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="flex-1">
        <PageView
          title="Organizations"
          actions={<Button onClick={() => setDialog({ kind: 'sign-out' })}>Sign a person out</Button>}
          lead={
            totals.data === undefined
              ? 'Every organization on this server.'
              : `${counted(totals.data.organizations, 'organization')}, ${totals.data.suspendedOrganizations} suspended, ${counted(totals.data.people, 'person', 'people')}, ${formatBytes(totals.data.storedBytes)} stored. Loads are those of the last 30 days.`
          }
        >
          <div className="flex flex-wrap items-center gap-2">
            <SearchField
              label="Search by name, ID, slug or an owner’s address"
              placeholder="Name, ID, slug or an owner’s address"
              value={filter.search}
              onChange={(search) => setFilter({ ...filter, search })}
            />
            <FilterSelect
              label="Suspended"
              options={SUSPENDED}
              value={filter.suspended}
              onChange={(suspended) => setFilter({ ...filter, suspended })}
            />
          </div>
          {list.isError && list.data === undefined ? (
            <FailedState error={list.error} onRetry={() => void list.refetch()} />
          ) : list.isPending ? (
            <Loading />
          ) : organizations.length === 0 ? (
            <p role="status" className="card px-5 py-10 text-center text-sm text-muted">
              {filter.search === '' && filter.suspended === 'all'
                ? 'There are no organizations yet.'
                : 'No organization matches.'}
            </p>
          ) : (
            <ul
              aria-label="Organizations"
              aria-busy={list.isPlaceholderData}
              className="card divide-y divide-line text-sm"
            >
              {organizations.map((organization) => (
                <OrganizationItem
                  key={organization.id}
                  organization={organization}
                  onAct={(kind) => setDialog({ kind, organization })}
                />
              ))}
            </ul>
          )}
          <MoreButton
            list={{
              readMore: list.hasNextPage ? list.fetchNextPage : null,
              isReadingMore: list.isFetchingNextPage,
            }}
          />
        </PageView>
      </main>
      <Footer />
      {dialog !== null && (
        <Suspense fallback={null}>
          {dialog.kind === 'plan' && <PlanDialog {...dialog} client={client} onClose={close} onDone={done} />}
          {dialog.kind === 'suspend' && (
            <SuspendDialog {...dialog} client={client} onClose={close} onDone={done} />
          )}
          {dialog.kind === 'resume' && (
            <ResumeDialog {...dialog} client={client} onClose={close} onDone={done} />
          )}
          {dialog.kind === 'sign-out' && <SignPersonOutDialog client={client} onClose={close} />}
        </Suspense>
      )}
      <Announcer />
    </div>
  )
}
