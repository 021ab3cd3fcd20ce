import { useQuery, useQueryClient } from '@tanstack/react-query'
import { parseDomainPattern } from '@vectreal/auth-core'
import { Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import {
  type AllowlistDraft,
  changeProject,
  deleteProject,
  projectQuery,
  projectsKey,
} from '../../api/projects'
import { projectScenePages } from '../../api/scenes'
import type { Project } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { LongListView } from '../../table/long-list-view'
import { type LongList, useLongList } from '../../table/use-long-list'
import { counted } from '../../ui/counted'
import { Button, ButtonLink } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Loading } from '../../ui/states'
import { docsUrl, pageUrl } from '../../url'
import { SceneName } from '../scenes/scene-name'
import { SceneStatusBadge } from '../scenes/scene-status'
import { VisitorTokenSection } from './visitor-token-section'

// Forms bring their validation along; the page shows without it.
const AllowlistEditor = lazy(async () => ({ default: (await import('./allowlist-editor')).AllowlistEditor }))
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog')).RenameDialog }))

export function Component() {
  const { project: projectId = '' } = useParams()
  const organization = useOrganization()
  const project = useQuery(projectQuery(organization.id, projectId))
  return (
    <QueryView
      query={project}
      frame={(state) => (
        <PageView title="Project" back={{ to: pageUrl.projects, label: 'Projects' }}>
          {state}
        </PageView>
      )}
    >
      {(data) => <ProjectView project={data} />}
    </QueryView>
  )
}

function ProjectView({ project }: { project: Project }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const scenes = useLongList((q) => projectScenePages(organization.id, project.id, q))
  const manages = may.manageProjects(organization.role)
  const close = () => setDialog(null)
  return (
    <PageView
      title={project.name}
      back={{ to: pageUrl.projects, label: 'Projects' }}
      actions={
        manages && (
          <>
            <Button icon={<Pencil aria-hidden size={15} />} onClick={() => setDialog('rename')}>
              Rename
            </Button>
            <Button icon={<Trash2 aria-hidden size={15} />} onClick={() => setDialog('delete')}>
              Delete
            </Button>
          </>
        )
      }
    >
      <Section
        title="Allowed domains"
        lead={
          <>
            Pages on these domains may show the scenes of this project with a key that covers it.{' '}
            <a className="link" href={docsUrl.allowlist}>
              What you can enter here
            </a>
          </>
        }
      >
        <Suspense fallback={<Loading />}>
          {' '}
          <AllowlistEditor key={project.id} project={project} prepared={preparedDraft(search)} />
        </Suspense>
      </Section>
      <VisitorTokenSection project={project} />
      <Section
        title="Scenes"
        actions={
          may.editScenes(organization.role) && <ButtonLink to={pageUrl.scenes}>Add a scene</ButtonLink>
        }
      >
        <QueryView query={scenes} loading={<Loading rows={2} />}>
          {(rows) =>
            rows.length === 0 && scenes.search === '' ? (
              <p className="card px-5 py-8 text-center text-sm text-muted">No scenes in this project yet.</p>
            ) : (
              <LongListView
                list={scenes}
                search="Search scenes"
                noMatch="No scene matches."
                textOf={({ name }) => name}
              >
                {(shown) => (
                  <ul className="card divide-y divide-line text-sm">
                    {shown.map((scene) => (
                      <li key={scene.id} className="flex items-center gap-3 px-5 py-3">
                        <SceneName scene={scene} />
                        <SceneStatusBadge status={scene.status} />
                      </li>
                    ))}
                  </ul>
                )}
              </LongListView>
            )
          }
        </QueryView>
      </Section>
      {dialog === 'rename' && (
        <Suspense fallback={null}>
          <RenameDialog
            title="Rename project"
            name={project.name}
            onRename={async (name) => {
              await changeProject(organization.id, project.id, { name })
              await queryClient.invalidateQueries({ queryKey: projectsKey(organization.id) })
            }}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={
            <>
              Delete project “<bdi>{project.name}</bdi>”?
            </>
          }
          description="This cannot be undone."
          confirm="Delete project"
          onConfirm={async () => {
            await deleteProject(organization.id, project.id)
            await navigate(pageUrl.projects)
            await queryClient.invalidateQueries()
          }}
          onClose={close}
        >
          <p className="text-sm">
            This also deletes {describeScenes(scenes)}, and every embed of them fails on its next request.
            Keys that also cover other projects keep those; a key with no project left is refused.
          </p>
        </ConfirmDialog>
      )}
    </PageView>
  )
}

function describeScenes({ data, readMore, search }: LongList<unknown>): string {
  if (data === undefined || readMore !== null || search !== '') return 'all its scenes'
  return counted(data.length, 'scene')
}

/** Reads what `pageUrl.projectDraft` wrote; anything else prepares nothing. */
function preparedDraft(search: URLSearchParams): Partial<AllowlistDraft> {
  return {
    ...(search.has('draft') ? { allowedDomains: readList(search.get('draft') ?? '') } : {}),
    ...(search.get('localhost') === 'off' ? { allowLocalhost: false } : {}),
  }
}

function readList(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text)
    if (!Array.isArray(list)) return []
    return list.filter((entry) => typeof entry === 'string' && parseDomainPattern(entry) !== null)
  } catch {
    return []
  }
}
