import { createColumnHelper } from '@tanstack/react-table'
import { ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { namedProjects } from '../../api/projects'
import { type Refusal, refusalPages } from '../../api/refusals'
import { namedScenes } from '../../api/scenes'
import { useNamed } from '../../api/use-named'
import { may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { FilterSelect } from '../../table/filter-select'
import { useLongList } from '../../table/use-long-list'
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
  all: { label: 'All checks', layers: undefined },
  domain: { label: 'Domain', layers: 'domain' },
  project: { label: 'Project', layers: 'project' },
  key: { label: 'Key', layers: 'key,format' },
  organization: { label: 'Scene', layers: 'organization' },
  client: { label: 'In the browser', layers: 'client' },
} as const

const column = createColumnHelper<Refusal>()

function BlockedEmbeds() {
  const organization = useOrganization()
  const [allowing, setAllowing] = useState<Allowing | null>(null)
  const [filter, setFilter] = useState<keyof typeof FILTERS>('all')
  const refusals = useLongList((q) => refusalPages(organization.id, FILTERS[filter].layers, q))
  const { named: projects } = useNamed(
    refusals.data?.map(({ projectId }) => projectId) ?? [],
    namedProjects(organization.id),
  )
  // How large the files of slow scenes are.
  const { named: scenes } = useNamed(
    refusals.data?.filter(({ code }) => code === 'slow').map(({ sceneId }) => sceneId) ?? [],
    namedScenes(organization.id),
  )
  const columns = useMemo(() => {
    const bytesOf = ({ sceneId }: Refusal) => scenes.get(sceneId ?? '')?.delivered?.bytes ?? null
    const projectOf = ({ projectId }: Refusal) => projects.get(projectId ?? '')
    return [
      column.accessor(({ origin }) => originLabel(origin ?? '(none)'), {
        id: 'origin',
        header: 'From',
        cell: ({ getValue, row: { original: refusal } }) => (
          <div>
            <p className="origin-text font-medium">{getValue()}</p>
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
              {refusalText(refusal.code, bytesOf(refusal)).remedy}{' '}
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
      column.accessor((refusal) => `${refusal.sceneName ?? ''} ${refusal.projectName ?? ''}`, {
        id: 'scene',
        header: 'Scene',
        cell: ({ row: { original: refusal } }) => <Place refusal={refusal} />,
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
  }, [projects, scenes])

  return (
    <PageView
      title="Blocked embeds"
      lead="Pages that requested a scene and didn’t get it: which check refused them, since when, and how to fix it. New ones appear within seconds."
    >
      <QueryView query={refusals}>
        {(rows) =>
          rows.length === 0 && filter === 'all' && refusals.search === '' ? (
            <EmptyState icon={<ShieldCheck aria-hidden size={22} />} title="No blocked embeds">
              When a page is blocked, or a scene fails in a visitor's browser, it appears here with the fix.
            </EmptyState>
          ) : (
            <DataTable
              label="Blocked embeds"
              columns={columns}
              rows={rows}
              list={refusals}
              rowId={refusalId}
              initialSort={[{ id: 'lastSeenAt', desc: true }]}
              search="Search origins, reasons and scenes"
              filters={<FilterSelect label="Check" value={filter} options={FILTERS} onChange={setFilter} />}
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

/** The scene that was asked for, and its project; either may be unknown, or deleted since. */
function Place({ refusal }: { refusal: Refusal }) {
  const { sceneId, sceneName, projectId, projectName } = refusal
  if (sceneName === null && projectName === null) return <span className="text-muted">Unknown</span>
  const link = 'user-text hover:text-accent hover:underline'
  return (
    <div className="max-w-60">
      {sceneId !== null && sceneName !== null && (
        <p>
          <Link to={pageUrl.scene(sceneId)} className={link}>
            {sceneName}
          </Link>
        </p>
      )}
      {projectId !== null && projectName !== null && (
        <p className="text-xs text-muted">
          <Link to={pageUrl.project(projectId)} className={link}>
            {projectName}
          </Link>
        </p>
      )}
    </div>
  )
}

const refusalId = ({ projectId, sceneId, origin, code, client, firstSeenAt }: Refusal) =>
  [projectId, sceneId, origin, code, client, firstSeenAt].join('|')
