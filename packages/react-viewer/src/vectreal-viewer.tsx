'use client'
/** Shows a key-protected scene: poster, progress, picture, failure. */
import {
  type ApiKeySource,
  type Client,
  publicPosterUrl,
  type SceneManifest,
  type VectrealError,
} from '@vectreal/embed-sdk'
import {
  type ArStatus,
  errorOf,
  isBusy,
  type Loading,
  manifestOf,
  mergeMessages,
  resolveLoading,
  type Scene,
  type SceneControls,
  type SceneOverrides,
  type ScenePhase,
  type SceneState,
  type SceneView,
  type ToolbarWish,
  settingsOf,
  whenNear,
} from '@vectreal/embed-sdk/scene'
import { isLocalhost, type SparseSceneSettings } from '@vectreal/scene-format'
import type { DecoderSource, LoadedModel, OrbitPose, Picked } from '@vectreal/viewer-core'
import { adoptSheet } from '@vectreal/viewer-core/adopt-sheet'
import {
  type CSSProperties,
  type ReactNode,
  type Ref,
  type RefObject,
  use,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { DEFAULT_MESSAGES, type ViewerMessages } from './messages.js'
import { SceneContext } from './model-context.js'
import { ModelProvider } from './model-provider.js'
import { CreditLine, Failure, Poster, Progress, StructuredData } from './parts.js'
import { useFade } from './use-fade.js'
import { useSceneView } from './use-scene-view.js'
import { useTexts } from './use-texts.js'
import { FRAME_CSS } from './viewer-css.js'

/** What the `ref` of a `VectrealViewer` gives: what `<vectreal-scene>` has. */
export interface VectrealViewerHandle extends SceneControls {
  readonly state: ScenePhase
  /** Why the scene is not shown; null unless it failed. */
  readonly error: VectrealError | null
  /** Null until it has come. */
  readonly manifest: SceneManifest | null
  /** Where the camera stands; null: nothing is shown. */
  readonly pose: OrbitPose | null
  /** What is seen at a point of the page, in client coordinates; null: no part of the model, or nothing is shown. */
  pick(clientX: number, clientY: number): Promise<Picked | null>
  /** Loads at once, whatever `loading` says. Resolves when the scene is on screen. */
  load(): Promise<void>
  /** Tries again after an error. */
  retry(): void
  /** Runs the checks one by one and says which of them fails. */
  diagnose(): ReturnType<Client['diagnose']>
}

/** Props of `VectrealViewer`. */
export interface VectrealViewerProps {
  /** Without a `ModelProvider` above, these three name the scene; with one they may be left out. */
  readonly sceneId?: string | undefined
  readonly apiKey?: ApiKeySource | undefined
  readonly baseUrl?: string | URL | undefined

  /** Text alternative: what the model shows. By default the scene's own, then its name. */
  readonly alt?: string | undefined
  /** `lazy` (default): when it comes into sight. `interaction`: when the visitor asks for it. */
  readonly loading?: 'lazy' | 'eager' | 'interaction' | undefined
  /** Address of a picture to show until the model is drawn; by default the scene's poster. */
  readonly poster?: string | undefined
  /** The manifest, where the server has it already: name, poster and credit are then in its HTML. */
  readonly manifest?: SceneManifest | undefined
  /** As of `ModelProvider`. */
  readonly decoders?: DecoderSource | undefined
  /** As of `ModelProvider`. */
  readonly reports?: number | undefined

  /** Wins over the scene's settings, field by field. */
  readonly settings?: SparseSceneSettings | undefined
  /** Null or left out: as the scene says; so it is in the one below. */
  readonly autoRotate?: boolean | null | undefined
  /** True: turn, zoom and pan, whatever the scene says. False: none of them. */
  readonly cameraControls?: boolean | null | undefined
  /** Name of the camera to look through. */
  readonly camera?: string | null | undefined
  /** Name of the material variant; null: the materials the file starts with. */
  readonly variant?: string | null | undefined

  /** Which built-in controls are shown over the picture. */
  readonly toolbar?: ToolbarWish | undefined
  /** Whether AR is offered where the device can do it. Null or left out: as the scene says. */
  readonly ar?: boolean | null | undefined

  readonly onLoad?: ((model: LoadedModel) => void) | undefined
  readonly onError?: ((error: VectrealError) => void) | undefined
  /** Called while the model is downloaded; `ratio` is 0 to 1, never falling. */
  readonly onProgress?:
    | ((progress: {
        readonly loadedBytes: number
        readonly totalBytes: number
        readonly ratio: number
      }) => void)
    | undefined
  readonly onStateChange?: ((state: SceneState) => void) | undefined
  /** The visitor pressed the hotspot of that id. */
  readonly onHotspot?: ((id: string) => void) | undefined
  /** How far a visitor has come with AR. */
  readonly onArStatus?: ((status: ArStatus) => void) | undefined

  /** Where visitors sign in: "please sign in" then has this link. For scenes that are for signed-in visitors. */
  readonly signInUrl?: string | undefined
  /** Shows reason and remedy of a failure. By default on localhost only. */
  readonly debug?: boolean | undefined
  /** A BCP 47 tag, such as `de`. By default the language of the page, then of the browser. */
  readonly lang?: string | undefined
  /** Texts of your own; what is left out is in the language of `lang`. */
  readonly messages?: Partial<ViewerMessages> | undefined
  /** In place of the failure panel. */
  readonly renderError?: ((error: VectrealError, retry: () => void) => ReactNode) | undefined
  /** In place of the progress bar. */
  readonly renderProgress?: ((state: SceneState) => ReactNode) | undefined
  /** False: no schema.org data in the page. */
  readonly structuredData?: boolean | undefined
  /** For style elements, where a Content-Security-Policy asks for one. */
  readonly nonce?: string | undefined
  readonly className?: string | undefined
  readonly style?: CSSProperties | undefined
  readonly id?: string | undefined
  /** React Three Fiber elements, drawn in the same scene. */
  readonly children?: ReactNode
  readonly ref?: Ref<VectrealViewerHandle> | undefined
}

/**
 * Shows a scene: that of the `ModelProvider` around it, or that of its own `sceneId` and `apiKey`. On a server it renders
 * poster, text alternative, credit and schema.org data.
 *
 * @throws Error without a scene from either
 */
export function VectrealViewer(props: VectrealViewerProps) {
  const outer = use(SceneContext)
  const { sceneId, apiKey, baseUrl, decoders, reports, loading } = props
  if (sceneId === undefined || sceneId === null) {
    if (outer === null) {
      throw new Error('VectrealViewer needs a scene: sceneId, apiKey and baseUrl, or a <ModelProvider>')
    }
    return <SceneViewer {...props} scene={outer} />
  }
  return (
    <ModelProvider
      sceneId={sceneId}
      apiKey={apiKey ?? ''}
      baseUrl={baseUrl ?? ownOrigin()}
      decoders={decoders}
      reports={reports}
      loading={loading === 'eager' ? 'eager' : 'lazy'}
    >
      <ProvidedViewer {...props} />
    </ModelProvider>
  )
}

function ProvidedViewer(props: VectrealViewerProps) {
  return <SceneViewer {...props} scene={use(SceneContext) as Scene} />
}

/** Without `baseUrl` the page is taken to be the platform's own. */
function ownOrigin(): string {
  return globalThis.location?.origin ?? 'http://localhost'
}

function SceneViewer({ scene, ...props }: VectrealViewerProps & { readonly scene: Scene }) {
  const { nonce } = props
  const root = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const [poster, setPoster] = useState<Element | null>(null)
  const overrides = overridesOf(props)
  const { texts, language } = useTexts(props.lang, root)
  const said = texts === null ? null : mergeMessages(texts, props.messages)
  // First, so that the place of a scene has its size when the scene is mounted.
  useEffect(() => {
    if (host.current !== null) return adoptSheet(host.current, FRAME_CSS, nonce)
  }, [host, nonce])
  const { view, state } = useSceneView(scene, {
    host,
    frame: root,
    cover: () => poster,
    overrides,
    messages: said,
    language,
    nonce,
    wantsPoster: props.poster === undefined || props.poster === null,
    children: props.children,
    onHotspot: (id) => props.onHotspot?.(id),
    onArStatus: (status) => props.onArStatus?.(status),
  })
  const { scene: current, isDrawn } = state
  useFade(poster, isDrawn)
  const loading = useLoading(props.loading, scene.sceneId)
  const manifest = manifestOf(current) ?? props.manifest ?? null
  const error = errorOf(current)
  const settings = settingsOf(manifest, overrides)
  const messages = { ...DEFAULT_MESSAGES, ...(said ?? props.messages) }
  const alt = settings.alt || (manifest?.name ?? '')

  useLoadOnSight(scene, root, loading)
  useReports(current, props)
  useImperativeHandle(props.ref, () => handleOf(view, scene), [view, scene])

  const publicPoster = manifest === null ? null : publicPosterUrl(manifest, scene.client.baseUrl)
  const placeholder = manifest?.poster?.placeholder ?? null
  const posterUrl = props.poster ?? state.poster ?? publicPoster ?? placeholder
  const isLoading = isBusy(current)
  const model = 'model' in current ? current.model : null
  const credit = settings.credit ?? model?.credit ?? null
  const debug = props.debug ?? isLocalhost(globalThis.location?.hostname ?? '')
  const aspect = manifest?.poster ? `${manifest.poster.width}/${manifest.poster.height}` : undefined
  return (
    <div
      ref={root}
      id={props.id}
      lang={props.lang}
      className={['vectreal-viewer', props.className].filter(Boolean).join(' ')}
      style={{
        ...(aspect === undefined ? {} : ({ '--vectreal-aspect': aspect } as CSSProperties)),
        ...props.style,
      }}
      data-vectreal-viewer=""
      data-vectreal-state={current.phase}
      aria-busy={isLoading}
    >
      {typeof document === 'undefined' && (
        <style href="vectreal-viewer" precedence="vectreal" nonce={nonce}>
          {FRAME_CSS}
        </style>
      )}
      <div ref={host} className="vectreal-host" data-veiled={isDrawn ? undefined : ''} />
      {/* One that comes when the model is drawn already would be seen going. */}
      {(!isDrawn || poster) &&
        (posterUrl === null ? (
          <span className="vectreal-spoken">{alt}</span>
        ) : (
          <Poster
            ref={setPoster}
            src={posterUrl}
            alt={alt}
            width={manifest?.poster?.width}
            height={manifest?.poster?.height}
          />
        ))}
      {isLoading &&
        (props.renderProgress?.(current) ?? <Progress state={current} label={messages.loading} />)}
      {loading === 'interaction' && current.phase === 'idle' && said !== null && (
        <button type="button" className="vectreal-button vectreal-start" onClick={() => scene.load()}>
          {messages.start}
        </button>
      )}
      {current.phase === 'offline' && (
        <output className="vectreal-panel" dir="auto">
          {messages.offline}
        </output>
      )}
      {error !== null &&
        (props.renderError?.(error, view.retry) ?? (
          <Failure
            error={error}
            messages={messages}
            signInUrl={props.signInUrl}
            debug={debug}
            onRetry={view.retry}
          />
        ))}
      {credit !== null && error === null && <CreditLine credit={credit} text={messages.credit} />}
      <span className="vectreal-spoken" aria-live="polite">
        {isDrawn ? messages.loaded : ''}
      </span>
      {props.structuredData !== false && manifest !== null && (
        <StructuredData
          description={alt}
          image={posterUrl?.startsWith('http') && posterUrl}
          credit={credit}
          manifest={manifest}
        />
      )}
    </div>
  )
}

/** Who saves data is known after the first render, so that server and client begin alike. */
function useLoading(asked: VectrealViewerProps['loading'], sceneId: string): Loading {
  return useSyncExternalStore(
    () => () => {},
    () => resolveLoading(asked, sceneId),
    () => asked ?? 'lazy',
  )
}

function useLoadOnSight(scene: Scene, root: RefObject<HTMLElement | null>, loading: Loading): void {
  useEffect(() => {
    if (loading === 'eager') scene.load()
    if (root.current !== null && loading === 'lazy') return whenNear(root.current, scene.load)
  }, [scene, root, loading])
}

/** Callbacks see each state and each error once, whatever identity they have. */
function useReports(state: SceneState, props: VectrealViewerProps): void {
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const shown = state.phase === 'ready' || state.phase === 'context-lost' ? state.model : null
  useEffect(() => {
    if (shown !== null) latest.current.onLoad?.(shown)
  }, [shown])
  useEffect(() => {
    latest.current.onStateChange?.(state)
    if (state.phase === 'error') latest.current.onError?.(state.error)
    if (state.phase !== 'downloading') return
    const { loadedBytes, totalBytes, ratio } = state
    latest.current.onProgress?.({ loadedBytes, totalBytes, ratio })
  }, [state])
}

function overridesOf(props: VectrealViewerProps): SceneOverrides {
  const { alt, autoRotate, cameraControls, camera, variant, toolbar, ar, settings } = props
  return { alt, autoRotate, cameraControls, camera, variant, toolbar, ar, settings }
}

/** What the controls have, and the rest of a viewer. */
function handleOf(view: SceneView, scene: Scene): VectrealViewerHandle {
  const state = () => view.getState().scene
  const own: Omit<VectrealViewerHandle, keyof SceneControls> = {
    get state() {
      return state().phase
    },
    get error() {
      return errorOf(state())
    },
    get manifest() {
      return manifestOf(state())
    },
    get pose() {
      return view.pose
    },
    pick: view.pick,
    async load() {
      if (state().phase === 'error') view.retry()
      await view.whenReady()
    },
    retry: view.retry,
    diagnose: async () => scene.client.diagnose(scene.sceneId),
  }
  return Object.setPrototypeOf(own, view.controls)
}
