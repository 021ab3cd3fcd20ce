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
  errorOf,
  isBusy,
  type Loading,
  manifestOf,
  resolveLoading,
  type Scene,
  type SceneControls,
  type SceneOverrides,
  type ScenePhase,
  type SceneState,
  type SceneView,
  settingsOf,
  whenNear,
} from '@vectreal/embed-sdk/scene'
import { isLocalhost, type SparseSceneSettings } from '@vectreal/scene-format'
import type { DecoderSource, LoadedModel, OrbitPose } from '@vectreal/viewer-core'
import { adoptStyles } from '@vectreal/viewer-core/styles'
import {
  type CSSProperties,
  type ReactNode,
  type Ref,
  type RefObject,
  use,
  useEffect,
  useImperativeHandle,
  useRef,
  useSyncExternalStore,
} from 'react'
import { DEFAULT_MESSAGES, type ViewerMessages } from './messages.js'
import { SceneContext } from './model-context.js'
import { ModelProvider } from './model-provider.js'
import { CreditLine, Failure, Poster, Progress, StructuredData } from './parts.js'
import { useSceneView } from './use-scene-view.js'
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

  /** Shows reason and remedy of a failure. By default on localhost only. */
  readonly debug?: boolean | undefined
  /** What is left out is English. */
  readonly messages?: Partial<ViewerMessages> | undefined
  /** In place of the failure panel. */
  readonly renderError?: ((error: VectrealError, retry: () => void) => ReactNode) | undefined
  /** In place of the progress bar. */
  readonly renderProgress?: ((state: SceneState) => ReactNode) | undefined
  /** False: no schema.org data in the page. */
  readonly structuredData?: boolean | undefined
  /** For style elements and structured data, where a Content-Security-Policy asks for one. */
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
  if (sceneId === undefined) {
    if (outer === null) {
      throw new Error(
        'VectrealViewer needs a scene: give it sceneId, apiKey and baseUrl, or put it under a <ModelProvider>',
      )
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
  return typeof location === 'undefined' ? 'http://localhost' : location.origin
}

function SceneViewer({ scene, ...props }: VectrealViewerProps & { readonly scene: Scene }) {
  const { nonce } = props
  const root = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const overrides = overridesOf(props)
  const { view, state } = useSceneView(scene, {
    host,
    cover: () => root.current?.querySelector('.vectreal-poster') ?? null,
    overrides,
    messages: props.messages,
    nonce,
    wantsPoster: props.poster === undefined,
    children: props.children,
    onHotspot: (id) => props.onHotspot?.(id),
  })
  const { scene: current, isDrawn } = state
  const loading = useLoading(props.loading)
  const manifest = manifestOf(current) ?? props.manifest ?? null
  const error = errorOf(current)
  const settings = settingsOf(manifest, overrides)
  const messages = { ...DEFAULT_MESSAGES, ...props.messages }
  const name = manifest?.name ?? ''
  const alt = settings.alt || name

  useEffect(() => {
    if (root.current !== null) adoptStyles(root.current, nonce, FRAME_CSS)
  }, [root, nonce])
  useLoadOnSight(scene, root, loading)
  useReports(current, props)
  useImperativeHandle(props.ref, () => handleOf(view, scene), [view, scene])

  const publicPoster = manifest === null ? null : publicPosterUrl(manifest, scene.client.baseUrl)
  const placeholder = manifest?.poster?.placeholder ?? null
  const posterUrl = props.poster ?? state.poster ?? publicPoster ?? placeholder
  const isLoading = isBusy(current)
  const model = 'model' in current ? current.model : null
  const credit = settings.credit ?? model?.credit ?? null
  const debug = props.debug ?? (typeof location !== 'undefined' && isLocalhost(location.hostname))
  const aspect = manifest?.poster ? `${manifest.poster.width}/${manifest.poster.height}` : undefined
  return (
    <div
      ref={root}
      id={props.id}
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
      {posterUrl === null ? (
        !isDrawn && <span className="vectreal-spoken">{alt}</span>
      ) : (
        <Poster
          src={posterUrl}
          alt={alt}
          width={manifest?.poster?.width}
          height={manifest?.poster?.height}
          gone={isDrawn}
        />
      )}
      {isLoading &&
        (props.renderProgress?.(current) ?? <Progress state={current} label={messages.loading} />)}
      {loading === 'interaction' && current.phase === 'idle' && (
        <button type="button" className="vectreal-button vectreal-start" onClick={() => scene.load()}>
          {messages.start}
        </button>
      )}
      {current.phase === 'offline' && <output className="vectreal-panel">{messages.offline}</output>}
      {error !== null &&
        (props.renderError?.(error, view.retry) ?? (
          <Failure error={error} messages={messages} debug={debug} onRetry={view.retry} />
        ))}
      {credit !== null && error === null && <CreditLine credit={credit} text={messages.credit} />}
      <span className="vectreal-spoken" aria-live="polite">
        {isDrawn ? messages.loaded : ''}
      </span>
      {props.structuredData !== false && manifest !== null && (
        <StructuredData
          name={name}
          description={alt}
          image={posterUrl?.startsWith('http') ? posterUrl : null}
          credit={credit}
          manifest={manifest}
          nonce={nonce}
        />
      )}
    </div>
  )
}

/** Who saves data is known after the first render, so that server and client begin alike. */
function useLoading(asked: VectrealViewerProps['loading']): Loading {
  return useSyncExternalStore(
    () => () => {},
    () => resolveLoading(asked),
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
  const { alt, autoRotate, cameraControls, camera, variant, settings } = props
  return { alt, autoRotate, cameraControls, camera, variant, settings }
}

function handleOf(view: SceneView, scene: Scene): VectrealViewerHandle {
  const { goTo, setVariant, play, pause, seek, screenshot } = view.controls
  return {
    goTo,
    setVariant,
    play,
    pause,
    seek,
    screenshot,
    get cameras() {
      return view.controls.cameras
    },
    get variants() {
      return view.controls.variants
    },
    get animations() {
      return view.controls.animations
    },
    get state() {
      return view.getState().scene.phase
    },
    get error() {
      return errorOf(view.getState().scene)
    },
    get manifest() {
      return manifestOf(view.getState().scene)
    },
    get pose() {
      return view.pose
    },
    async load() {
      if (view.getState().scene.phase === 'error') view.retry()
      await view.whenReady()
    },
    retry: view.retry,
    diagnose: async () => scene.client.diagnose(scene.sceneId),
  }
}
