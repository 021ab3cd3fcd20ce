import { useQuery } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { Box, Plus } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { TABLE_PAGE } from '../../api/pages'
import { fewProjectsQuery, namedProjects, projectPages } from '../../api/projects'
import { type SceneFilter, scenePages } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { useNamed } from '../../api/use-named'
import { may, useOrganization } from '../../app/session'
import { ChooseFromList } from '../../table/choose-from-list'
import { DataTable } from '../../table/data-table'
import { FilterSelect } from '../../table/filter-select'
import { useLongList } from '../../table/use-long-list'
import { Button, ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { EmptyState, FailedState, Loading } from '../../ui/states'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { SceneActions } from './scene-actions'
import { SceneName } from './scene-name'
import { SceneStatusBadge } from './scene-status'
import { formatBytes } from './upload-progress'

// Forms bring their validation along; the page shows without it.
const CreateSceneDialog = lazy(async () => ({
  default: (await import('./create-scene-dialog')).CreateSceneDialog,
}))

/** Of a row the table remembers what it is sorted and found by: the name comes with it. */
interface ListedScene extends Scene {
  /** Empty until it is known. */
  readonly projectName: string
}

const column = createColumnHelper<ListedScene>()

/** No project has it as its id. */
const EVERY = ''
const STATUSES = {
  [EVERY]: { label: 'Every status' },
  published: { label: 'Published' },
  draft: { label: 'Drafts' },
} as const

interface Filter {
  readonly project: string
  readonly status: keyof typeof STATUSES
}

const UNFILTERED: Filter = { project: EVERY, status: EVERY }

const askedOf = ({ project, status }: Filter): SceneFilter => ({
  project: project === EVERY ? undefined : project,
  status: status === EVERY ? undefined : status,
})

export function Component() {
  const organization = useOrganization()
  const few = useQuery(fewProjectsQuery(organization.id))
  const choice = useLongList((q) => projectPages(organization.id, q, TABLE_PAGE))
  const [creating, setCreating] = useState(false)
  const [filter, setFilter] = useState<Filter>(UNFILTERED)
  const list = useLongList((q) => scenePages(organization.id, askedOf(filter), q))
  const choose = (part: Partial<Filter>) => {
    const next = { ...filter, ...part }
    setFilter(next.project === EVERY && next.status === EVERY ? UNFILTERED : next)
  }
  const navigate = useNavigate()
  const edits = may.editScenes(organization.role)
  const { named: projects } = useNamed(
    list.data?.map(({ projectId }) => projectId) ?? [],
    namedProjects(organization.id),
  )
  const scenes = useMemo(
    () =>
      (list.data ?? []).map(
        (scene): ListedScene => ({ ...scene, projectName: projects.get(scene.projectId)?.name ?? '' }),
      ),
    [list.data, projects],
  )

  const columns = useMemo(() => {
    return [
      column.accessor('name', {
        header: 'Scene',
        cell: ({ row: { original: scene } }) => (
          <div className="min-w-48">
            <SceneName scene={scene} />
          </div>
        ),
      }),
      column.accessor('status', {
        header: 'Status',
        cell: ({ getValue }) => <SceneStatusBadge status={getValue()} />,
      }),
      column.accessor('projectName', {
        header: 'Project',
        cell: ({ row: { original: scene }, getValue }) =>
          getValue() !== '' && (
            <Link
              to={pageUrl.project(scene.projectId)}
              className="user-text hover:text-accent hover:underline"
            >
              {getValue()}
            </Link>
          ),
      }),
      column.accessor(({ model }) => model?.bytes ?? 0, {
        id: 'bytes',
        header: 'Model',
        enableGlobalFilter: false,
        cell: ({ row: { original: scene } }) =>
          scene.model === null ? (
            <span className="text-muted">No model yet</span>
          ) : (
            <span className="text-muted tabular-nums">
              {formatBytes(scene.model.bytes)}, version {scene.version}
            </span>
          ),
      }),
      column.accessor('updatedAt', {
        header: 'Changed',
        enableGlobalFilter: false,
        cell: ({ getValue }) => <Time at={getValue()} show="relative" />,
      }),
      ...(edits
        ? [
            column.display({
              id: 'actions',
              header: () => <span className="sr-only">Actions</span>,
              cell: ({ row: { original: scene } }) => <SceneActions scene={scene} />,
            }),
          ]
        : []),
    ]
  }, [edits])
  const projectOptions = {
    [EVERY]: { label: 'Every project' },
    ...Object.fromEntries(choice.data?.map(({ id, name }) => [id, { label: name }]) ?? []),
  }

  return (
    <PageView
      title="Scenes"
      lead="3D models with the settings they are shown with. Only published scenes can be embedded."
      actions={
        edits &&
        (few.data?.length ?? 0) > 0 && (
          <Button kind="primary" icon={<Plus aria-hidden size={17} />} onClick={() => setCreating(true)}>
            Add a scene
          </Button>
        )
      }
    >
      {list.data === undefined && list.isError ? (
        <FailedState error={list.error} onRetry={() => list.refetch()} />
      ) : list.data === undefined ? (
        <Loading />
      ) : scenes.length === 0 && list.search === '' && filter === UNFILTERED ? (
        <EmptyState
          icon={<Box aria-hidden size={22} />}
          title="No scenes yet"
          action={
            few.data?.length === 0 && <ButtonLink to={pageUrl.projects}>Create a project first</ButtonLink>
          }
        >
          Upload a model, look at it, and publish it when it is ready.
        </EmptyState>
      ) : (
        <DataTable
          label="Scenes"
          columns={columns}
          rows={scenes}
          list={list}
          filters={
            <>
              {choice.isSearchedByServer ? (
                <ChooseFromList
                  label="Project"
                  list={choice}
                  optionOf={({ id, name }) => ({ id, name })}
                  search="Search projects"
                  every="Every project"
                  value={filter.project}
                  onChange={(project) => choose({ project })}
                />
              ) : (
                <FilterSelect
                  label="Project"
                  options={projectOptions}
                  value={filter.project}
                  onChange={(project) => choose({ project })}
                />
              )}
              <FilterSelect
                label="Status"
                options={STATUSES}
                value={filter.status}
                onChange={(status) => choose({ status })}
              />
            </>
          }
          filtered={JSON.stringify(filter)}
          rowId={({ id }) => id}
          initialSort={[{ id: 'updatedAt', desc: true }]}
          search="Search scenes"
          noMatch="No scene matches."
        />
      )}
      {creating && (
        <Suspense fallback={null}>
          <CreateSceneDialog
            onCreated={(scene) => void navigate(pageUrl.scene(scene.id))}
            onClose={() => setCreating(false)}
          />
        </Suspense>
      )}
    </PageView>
  )
}
