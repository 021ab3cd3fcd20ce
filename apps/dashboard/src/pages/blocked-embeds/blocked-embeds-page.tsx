import { useQuery } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { projectsQuery } from '../../api/projects'
import { type Refusal, refusalsQuery } from '../../api/refusals'
import { may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { FilterSelect } from '../../table/filter-select'
import { Badge } from '../../ui/badge'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { EmptyState } from '../../ui/states'
import { Time } from '../../ui/time'
import { docsUrl, pageUrl } from '../../url'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { originLabel } from '../api-keys/usage-summary'
import type { Allowing } from './allow-origin'
import { LAYER_NAMES, refusalText } from './refusal-text'

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <BlockedEmbeds /> : <NoKeyAccess title="Blocked embeds" />
}

const Remedy = lazy(async () => ({ default: (await import('./allow-origin')).Remedy }))
const AllowDialog = lazy(async () => ({ default: (await import('./allow-origin')).AllowDialog }))

const FILTERS = {
  all: { label: 'Every layer', keep: () => true },
  domain: { label: 'Domain', keep: ({ layer }: Refusal) => layer === 'domain' },
  project: { label: 'Project', keep: ({ layer }: Refusal) => layer === 'project' },
  key: { label: 'Key', keep: ({ layer }: Refusal) => layer === 'key' || layer === 'format' },
  organization: { label: 'Scene', keep: ({ layer }: Refusal) => layer === 'organization' },
  client: { label: 'In the browser', keep: ({ layer }: Refusal) => layer === null },
} as const

const column = createColumnHelper<Refusal>()

function BlockedEmbeds() {
  const organization = useOrganization()
  const refusals = useQuery(refusalsQuery(organization.id))
  const projects = useQuery(projectsQuery(organization.id))
  const [allowing, setAllowing] = useState<Allowing | null>(null)
  const [filter, setFilter] = useState<keyof typeof FILTERS>('all')
  const columns = useMemo(() => {
    const projectOf = (refusal: Refusal) => projects.data?.find(({ id }) => id === refusal.projectId)
    return [
      column.accessor(({ origin }) => originLabel(origin ?? '(none)'), {
        id: 'origin',
        header: 'From',
        cell: ({ getValue, row: { original: refusal } }) => (
          <div className="max-w-60">
            <p className="user-text font-medium">{getValue()}</p>
            {refusal.client === 'other' && <p className="text-xs text-muted">not a browser</p>}
          </div>
        ),
      }),
      column.accessor(({ code }) => refusalText(code).what, {
        id: 'why',
        header: 'Why',
        cell: ({ row: { original: refusal } }) => (
          <div className="max-w-sm space-y-1 max-md:ml-auto">
            <p className="flex flex-wrap items-center gap-2 max-md:justify-end">
              <Badge tone={refusal.layer === 'domain' ? 'warn' : 'neutral'}>
                {refusal.layer === null ? 'In the browser' : (LAYER_NAMES[refusal.layer] ?? refusal.layer)}
              </Badge>
              <span>{refusalText(refusal.code).what}</span>
            </p>
            <p className="text-xs text-muted">
              {refusalText(refusal.code).remedy}{' '}
              <a
                className="link"
                href={docsUrl.error(refusal.code)}
                aria-label={`More about ${refusal.code}`}
              >
                More
              </a>
            </p>
          </div>
        ),
      }),
      column.accessor((refusal) => projectOf(refusal)?.name ?? '', {
        id: 'project',
        header: 'Project',
        cell: ({ row: { original: refusal } }) => {
          const project = projectOf(refusal)
          return project ? (
            <Link to={pageUrl.project(project.id)} className="user-text hover:text-accent hover:underline">
              {project.name}
            </Link>
          ) : (
            <span className="text-muted">Unknown</span>
          )
        },
      }),
      column.accessor('count', {
        header: 'Times',
        enableGlobalFilter: false,
        cell: ({ getValue }) => <span className="tabular-nums">{getValue().toLocaleString()}</span>,
      }),
      column.accessor('lastSeenAt', {
        header: 'Last',
        enableGlobalFilter: false,
        cell: ({ row: { original: refusal } }) => (
          <div>
            <Time at={refusal.lastSeenAt} show="relative" />
            <p className="text-xs text-muted">
              since <Time at={refusal.firstSeenAt} />
            </p>
          </div>
        ),
      }),
      column.display({
        id: 'actions',
        header: () => <span className="sr-only">Actions</span>,
        cell: ({ row: { original: refusal } }) => (
          <Suspense fallback={null}>
            <Remedy refusal={refusal} project={projectOf(refusal)} onAllow={setAllowing} />
          </Suspense>
        ),
      }),
    ]
  }, [projects.data])
  const shown = useMemo(() => refusals.data?.filter(FILTERS[filter].keep) ?? [], [refusals.data, filter])

  return (
    <PageView
      title="Blocked embeds"
      lead="Pages that asked for a scene and did not get it: which layer refused them, since when, and what to do. New ones appear within seconds."
    >
      <QueryView query={refusals}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={<ShieldCheck aria-hidden size={22} />} title="Nothing was refused lately">
              When a page is kept out, or fails in a visitor's browser, it shows here with the remedy.
            </EmptyState>
          ) : (
            <DataTable
              label="Blocked embeds"
              columns={columns}
              rows={shown}
              rowId={refusalId}
              initialSort={[{ id: 'lastSeenAt', desc: true }]}
              search="Search origins and reasons"
              filters={<FilterSelect label="Layer" value={filter} options={FILTERS} onChange={setFilter} />}
              filtered={filter}
            />
          )
        }
      </QueryView>
      {allowing && (
        <Suspense fallback={null}>
          <AllowDialog {...allowing} onClose={() => setAllowing(null)} />
        </Suspense>
      )}
    </PageView>
  )
}

const refusalId = ({ projectId, keyId, sceneId, origin, code, client, firstSeenAt }: Refusal) =>
  [projectId, keyId, sceneId, origin, code, client, firstSeenAt].join('|')
