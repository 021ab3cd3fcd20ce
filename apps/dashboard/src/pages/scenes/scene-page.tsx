import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'
import { Camera, Code, Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { asApiError } from '../../api/problem'
import { projectQuery } from '../../api/projects'
import {
  changeScene,
  deleteScene,
  findPoster,
  findScene,
  publishScene,
  sceneQuery,
  sceneVersionPages,
  scenesKey,
  uploadPoster,
} from '../../api/scenes'
import type { Scene } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { SavedCheckbox } from '../../forms/saved-checkbox'
import { useLongList } from '../../table/use-long-list'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { pageUrl } from '../../url'
import { EmbedSnippets } from './embed-snippets'
import { ModelIntake } from './model-intake'
import { ModelWeight } from './model-weight'
import { SceneStatusBadge } from './scene-status'
import { SavedPoster } from './saved-poster'
import { SettingsPanel } from './settings/settings-panel'
import { UnpublishDialog } from './unpublish-dialog'
import { UploadProgress } from './upload-progress'
import type { PreparedModel } from './use-model-source'
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
  const current = useLongList(() => sceneVersionPages(organization.id, scene.id)).data?.find(
    ({ version }) => version === scene.version,
  )
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [draft, setDraft] = useState<Partial<SceneSettings>>({})
  /** The one before the poster that was saved just now. Undefined: none was saved; null: there was none. */
  const [formerPoster, setFormerPoster] = useState<Blob | null>()
  const [model, setModel] = useState<LoadedModel | null>(null)
  const viewer = useRef<VectrealViewerHandle>(null)
  const picture = useRef<HTMLDivElement>(null)
  const embed = useRef<HTMLDivElement>(null)
  const { hash } = useLocation()
  const atEmbed = useCallback(
    (element: HTMLDivElement | null) => {
      embed.current = element
      if (hash === '#embed') element?.scrollIntoView()
    },
    [hash],
  )
  const upload = useModelUpload(organization.id)
  const settings: SceneSettings = { ...scene.settings, ...draft }
  const changed = Object.keys(draft).length > 0
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: scenesKey(organization.id) })

  const save = useMutation({
    mutationFn: () => changeScene(organization.id, scene.id, { settings: draft }),
    onSuccess: async (response) => {
      queryClient.setQueryData(sceneQuery(organization.id, scene.id).queryKey, response)
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
  const takePoster = async (automaticOf?: number) => {
    const image = await viewer.current?.screenshot(POSTER)
    if (image) await uploadPoster(organization.id, scene.id, image, automaticOf)
  }
  const automaticPoster = useRef<{ readonly version: number; readonly done: Promise<void> } | null>(null)
  /**
   * A scene has a picture without anybody making one, and its next model has its own. Where that fails, the button is
   * still there.
   */
  const takeAutomaticPoster = () => {
    const { poster, version } = scene
    const isDue = poster === null || (poster.automaticOf !== null && poster.automaticOf !== version)
    if (!edits || !isDue || automaticPoster.current?.version === version) return
    automaticPoster.current = { version, done: takePoster(version).then(refresh, () => undefined) }
  }
  const poster = useMutation({
    mutationFn: async () => {
      // The view that somebody chose comes last.
      await automaticPoster.current?.done
      const former = await findPoster(await findScene(organization.id, scene.id))
      await takePoster()
      return former
    },
    onSuccess: async (former) => {
      setFormerPoster(former)
      announce('The poster is saved.')
      await refresh()
    },
  })
  const share = useMutation({
    mutationFn: (publicPoster: boolean) => changeScene(organization.id, scene.id, { publicPoster }),
    onSuccess: refresh,
  })
  const replaceModel = async ({ glb, name }: PreparedModel) => {
    if ((await upload.start(scene.id, glb, name)) === null) return
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
        <>
          {scene.status === 'published' && (
            <Button
              icon={<Code aria-hidden size={15} />}
              onClick={() => {
                embed.current?.scrollIntoView()
                embed.current?.focus({ preventScroll: true })
              }}
            >
              Embed
            </Button>
          )}
          {edits && (
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
                  why={scene.model === null ? 'Upload a model first.' : undefined}
                  onClick={() => publish.mutate()}
                >
                  Publish
                </Button>
              )}
            </>
          )}
        </>
      }
    >
      {failed && <ProblemNote error={asApiError(failed)} />}
      {scene.model !== null && (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(18rem,1fr)]">
          <div className="space-y-3 lg:sticky lg:top-6">
            <div ref={picture} className="card checker aspect-4/3 overflow-hidden">
              <Suspense fallback={<div className="size-full animate-pulse bg-raised" />}>
                <ScenePreview
                  key={scene.version}
                  ref={viewer}
                  organizationId={organization.id}
                  sceneId={scene.id}
                  settings={settings}
                  onModel={(shown) => {
                    setModel(shown)
                    takeAutomaticPoster()
                  }}
                />
              </Suspense>
            </div>
            {edits && (
              <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
                <Button
                  icon={<Camera aria-hidden size={15} />}
                  busy={poster.isPending}
                  why={model === null ? 'The model is still loading.' : undefined}
                  onClick={() => poster.mutate()}
                >
                  Use this view as the poster
                </Button>
                <SavedCheckbox
                  label="Make the poster public (no key needed)"
                  checked={scene.publicPoster}
                  save={share.mutate}
                />
              </div>
            )}
            {formerPoster !== undefined && (
              <SavedPoster
                scene={scene}
                former={formerPoster}
                onUndone={async () => {
                  setFormerPoster(undefined)
                  await refresh()
                }}
              />
            )}
            {current !== undefined && <ModelWeight version={current} />}
          </div>
          <div className="space-y-3">
            <SettingsPanel
              sceneId={scene.id}
              settings={settings}
              disabled={!edits}
              model={model}
              viewer={() => viewer.current}
              picture={picture}
              onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
            />
            {changed && (
              <div className="card sticky bottom-4 flex flex-wrap items-center justify-end gap-2 p-4">
                <span className="mr-auto text-sm text-muted">Unsaved changes</span>
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
            : { lead: 'The new model goes live immediately; the previous one is kept as a version.' })}
        >
          <ModelIntake
            label="Model"
            disabled={upload.state.phase === 'sending'}
            action="Upload this model"
            onModel={(model) => void replaceModel(model)}
          />
          <UploadProgress state={upload.state} onCancel={upload.cancel} />
        </Section>
      )}
      <div ref={atEmbed} tabIndex={-1} className="scroll-mt-6 outline-none">
        <Section title="Embed">
          {scene.status === 'published' ? (
            <EmbedSnippets scene={scene} token={null} />
          ) : (
            <p className="card p-5 text-sm text-muted">Publish the scene to embed it.</p>
          )}
        </Section>
      </div>
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
      {dialog === 'unpublish' && <UnpublishDialog scene={scene} onDone={refresh} onClose={close} />}
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
