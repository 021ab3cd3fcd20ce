import { useQueries, useQuery } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { Box, Plus } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { projectsQuery } from '../../api/projects'
import { projectScenesQuery } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { Button, ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { EmptyState, FailedState, Loading } from '../../ui/states'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { SceneStatusBadge } from './scene-status'
import { formatBytes } from './upload-progress'

// Forms bring their validation along; the page shows without it.
const CreateSceneDialog = lazy(async () => ({
  default: (await import('./create-scene-dialog')).CreateSceneDialog,
}))

const column = createColumnHelper<Scene>()

export function Component() {
  const organization = useOrganization()
  const projects = useQuery(projectsQuery(organization.id))
  const lists = useQueries({
    queries: (projects.data ?? []).map(({ id }) => projectScenesQuery(organization.id, id)),
  })
  const [creating, setCreating] = useState(false)
  const navigate = useNavigate()
  const edits = may.editScenes(organization.role)
  const scenes = lists.flatMap(({ data }) => data ?? [])
  const failed = [projects, ...lists].find(({ isError, data }) => isError && data === undefined)
  const pending = projects.isPending || lists.some(({ isPending }) => isPending)

  const columns = useMemo(() => {
    const projectName = (id: string) => projects.data?.find((project) => project.id === id)?.name ?? ''
    return [
      column.accessor('name', {
        header: 'Scene',
        cell: ({ row: { original: scene } }) => (
          <Link
            to={pageUrl.scene(scene.id)}
            className="user-text font-medium hover:text-accent hover:underline"
          >
            {scene.name}
          </Link>
        ),
      }),
      column.accessor('status', {
        header: 'Status',
        cell: ({ getValue }) => <SceneStatusBadge status={getValue()} />,
      }),
      column.accessor(({ projectId }) => projectName(projectId), {
        id: 'project',
        header: 'Project',
        cell: ({ row: { original: scene }, getValue }) => (
          <Link to={pageUrl.project(scene.projectId)} className="user-text hover:text-accent hover:underline">
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
    ]
  }, [projects.data])

  return (
    <PageView
      title="Scenes"
      lead="3D models with the settings they are shown with. Only published scenes can be embedded."
      actions={
        edits &&
        (projects.data?.length ?? 0) > 0 && (
          <Button kind="primary" icon={<Plus aria-hidden size={17} />} onClick={() => setCreating(true)}>
            Add a scene
          </Button>
        )
      }
    >
      {failed ? (
        <FailedState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : pending ? (
        <Loading />
      ) : scenes.length === 0 ? (
        <EmptyState
          icon={<Box aria-hidden size={22} />}
          title="No scenes yet"
          action={
            projects.data?.length === 0 && (
              <ButtonLink to={pageUrl.projects}>Create a project first</ButtonLink>
            )
          }
        >
          Upload a GLB model, look at it, and publish it when it is ready.
        </EmptyState>
      ) : (
        <DataTable
          label="Scenes"
          columns={columns}
          rows={scenes}
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
