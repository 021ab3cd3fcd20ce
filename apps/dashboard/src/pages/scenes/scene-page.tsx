import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'
import { Camera, Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { asApiError } from '../../api/problem'
import { projectQuery } from '../../api/projects'
import {
  changeScene,
  deleteScene,
  publishScene,
  sceneQuery,
  unpublishScene,
  uploadPoster,
} from '../../api/scenes'
import type { Scene } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { Checkbox } from '../../forms/field'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { pageUrl } from '../../url'
import { EmbedSnippets } from './embed-snippets'
import { ModelDrop } from './model-drop'
import { SceneStatusBadge } from './scene-status'
import { SettingsPanel } from './settings/settings-panel'
import { UploadProgress } from './upload-progress'
import { useModelUpload } from './use-model-upload'
import { Versions } from './versions'

const RenameDialog = lazy(async () => ({ default: (await import('../projects/rename-dialog')).RenameDialog }))
const ScenePreview = lazy(() => import('./scene-preview'))
const POSTER = { width: 1600, height: 1200, type: 'image/png' } as const

export function Component() {
  const { scene: sceneId = '' } = useParams()
  const organization = useOrganization()
  const scene = useQuery(sceneQuery(organization.id, sceneId))
  return (
    <QueryView
      query={scene}
      frame={(state) => (
        <PageView title="Scene" back={{ to: pageUrl.scenes, label: 'Scenes' }}>
          {state}
        </PageView>
      )}
    >
      {(data) => <SceneView key={data.id} scene={data} />}
    </QueryView>
  )
}

type OpenDialog = 'rename' | 'delete' | 'unpublish' | null

function SceneView({ scene }: { scene: Scene }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const edits = may.editScenes(organization.role)
  const project = useQuery(projectQuery(organization.id, scene.projectId))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [draft, setDraft] = useState<Partial<SceneSettings>>({})
  const [model, setModel] = useState<LoadedModel | null>(null)
  const viewer = useRef<VectrealViewerHandle>(null)
  const upload = useModelUpload(organization.id)
  const settings: SceneSettings = { ...scene.settings, ...draft }
  const changed = Object.keys(draft).length > 0
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['scenes', organization.id] })

  const save = useMutation({
    mutationFn: () => changeScene(organization.id, scene.id, { settings: draft }),
    onSuccess: async (answer) => {
      queryClient.setQueryData(['scenes', organization.id, scene.id], answer)
      setDraft({})
      announce('The settings are saved.')
      await refresh()
    },
  })
  const publish = useMutation({
    mutationFn: () => publishScene(organization.id, scene.id),
    onSuccess: async () => {
      announce(`${scene.name} is published.`)
      await refresh()
    },
  })
  const poster = useMutation({
    mutationFn: async () => {
      const image = await viewer.current?.screenshot(POSTER)
      if (image) await uploadPoster(organization.id, scene.id, image)
    },
    onSuccess: async () => {
      announce('The poster is saved.')
      await refresh()
    },
  })
  const share = useMutation({
    mutationFn: (publicPoster: boolean) => changeScene(organization.id, scene.id, { publicPoster }),
    onSuccess: refresh,
  })
  const replaceModel = async (file: File) => {
    if ((await upload.start(scene.id, file, file.name)) === null) return
    announce('The model is uploaded.')
    await refresh()
  }
  const failed = save.error ?? publish.error ?? poster.error ?? share.error

  return (
    <PageView
      title={scene.name}
      badge={<SceneStatusBadge status={scene.status} />}
      back={{ to: pageUrl.scenes, label: 'Scenes' }}
      lead={
        project.data && (
          <>
            In{' '}
            <Link className="link user-text" to={pageUrl.project(project.data.id)}>
              {project.data.name}
            </Link>
            , which allows{' '}
            {project.data.allowedDomains.length === 0
              ? 'no domain yet'
              : project.data.allowedDomains.join(', ')}
          </>
        )
      }
      actions={
        edits && (
          <>
            <Button icon={<Pencil aria-hidden size={15} />} onClick={() => setDialog('rename')}>
              Rename
            </Button>
            <Button icon={<Trash2 aria-hidden size={15} />} onClick={() => setDialog('delete')}>
              Delete
            </Button>
            {scene.status === 'published' ? (
              <Button onClick={() => setDialog('unpublish')}>Unpublish</Button>
            ) : (
              <Button
                kind="primary"
                busy={publish.isPending}
                disabled={scene.model === null}
                onClick={() => publish.mutate()}
              >
                Publish
              </Button>
            )}
          </>
        )
      }
    >
      {failed && <ProblemNote error={asApiError(failed)} />}
      {scene.model !== null && (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(18rem,1fr)]">
          <div className="space-y-3 lg:sticky lg:top-6">
            <div className="card aspect-4/3 overflow-hidden">
              <Suspense fallback={<div className="size-full animate-pulse bg-raised" />}>
                <ScenePreview
                  key={scene.version}
                  ref={viewer}
                  organizationId={organization.id}
                  sceneId={scene.id}
                  settings={settings}
                  onModel={setModel}
                />
              </Suspense>
            </div>
            {edits && (
              <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
                <Button
                  icon={<Camera aria-hidden size={15} />}
                  busy={poster.isPending}
                  disabled={model === null}
                  onClick={() => poster.mutate()}
                >
                  Use this view as the poster
                </Button>
                <Checkbox
                  label="The poster may be seen without a key"
                  checked={scene.publicPoster}
                  disabled={share.isPending}
                  onChange={(event) => share.mutate(event.target.checked)}
                />
              </div>
            )}
          </div>
          <div className="space-y-3">
            <SettingsPanel
              settings={settings}
              disabled={!edits}
              model={model}
              viewer={() => viewer.current}
              onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
            />
            {changed && (
              <div className="card sticky bottom-4 flex flex-wrap items-center justify-end gap-2 p-4">
                <span className="mr-auto text-sm text-muted">Not saved yet</span>
                <Button onClick={() => setDraft({})}>Discard</Button>
                <Button kind="primary" busy={save.isPending} onClick={() => save.mutate()}>
                  Save settings
                </Button>
              </div>
            )}
          </div>
        </div>
      )}
      {edits && (
        <Section
          title={scene.model === null ? 'Upload a model' : 'Replace the model'}
          {...(scene.model === null
            ? {}
            : { lead: 'The new model shows at once; the one before stays as a version.' })}
        >
          <ModelDrop
            label="Model"
            disabled={upload.state.phase === 'sending'}
            onFile={(file) => void replaceModel(file)}
          />
          <UploadProgress state={upload.state} onCancel={upload.cancel} />
        </Section>
      )}
      <Section title="Embed">
        {scene.status === 'published' ? (
          <EmbedSnippets scene={scene} token={null} />
        ) : (
          <p className="card p-5 text-sm text-muted">Publish the scene to embed it.</p>
        )}
      </Section>
      {scene.version > 0 && <Versions scene={scene} editable={edits} />}
      {dialog === 'rename' && (
        <Suspense fallback={null}>
          <RenameDialog
            title="Rename scene"
            name={scene.name}
            onRename={async (name) => {
              await changeScene(organization.id, scene.id, { name })
              await refresh()
            }}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog === 'unpublish' && (
        <ConfirmDialog
          title={
            <>
              Unpublish “<bdi>{scene.name}</bdi>”?
            </>
          }
          description="Every embed of this scene fails on its next request. You can publish it again."
          confirm="Unpublish"
          onConfirm={async () => {
            await unpublishScene(organization.id, scene.id)
            await refresh()
          }}
          onClose={close}
        />
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={
            <>
              Delete “<bdi>{scene.name}</bdi>”?
            </>
          }
          description="Its model, versions and settings go with it, and every embed fails on its next request. This cannot be undone."
          confirm="Delete scene"
          onConfirm={async () => {
            await deleteScene(organization.id, scene.id)
            await navigate(pageUrl.scenes)
            await refresh()
          }}
          onClose={close}
        />
      )}
    </PageView>
  )
}
