'use client'
/** Shows a key-protected scene: poster, progress, picture, failure. */
import type { ApiKeySource, SceneManifest, VectrealError } from '@vectreal/embed-sdk'
import type {
  Credit,
  DecoderSource,
  LoadedModel,
  OrbitPose,
  ScreenshotOptions,
  SparseSceneSettings,
  Viewer,
} from '@vectreal/viewer-core'
import { fillSettings } from '@vectreal/viewer-core/settings'
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
import { SceneStoreContext } from './model-context.js'
import { ModelProvider } from './model-provider.js'
import { CreditLine, Failure, Poster, Progress, StructuredData } from './parts.js'
import type { ScenePhase, SceneState, SceneStore } from './scene-state.js'
import { usePosterUrl } from './use-poster-url.js'
import { useSceneState } from './use-model-context.js'
import { useStable } from './use-stable.js'
import { useViewer } from './use-viewer.js'
import { FRAME_CSS } from './viewer-css.js'

/** What the `ref` of a `VectrealViewer` gives. Before a model is shown, methods do nothing and answer false. */
export interface VectrealViewerHandle {
  /** Null: frame the whole model. False: no such camera, or nothing is shown yet. */
  goTo(camera: string | null): boolean
  /** Null: the materials the file starts with. False: no such variant. */
  setVariant(name: string | null): boolean
  /** Null: the first clip; absent: that of the settings. False: no such clip. */
  play(clip?: string | null): boolean
  pause(): void
  seek(seconds: number): void
  /** Waits for the model; rejects where it fails, or where the viewer has left the page. */
  screenshot(options?: ScreenshotOptions): Promise<Blob>
  /** Names for `goTo`. */
  readonly cameras: readonly string[]
  /** Null: nothing is shown. */
  readonly pose: OrbitPose | null
  /** Tries again after an error. */
  retry(): void
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
  readonly autoRotate?: boolean | undefined
  /** False: the picture cannot be turned, zoomed or moved. */
  readonly cameraControls?: boolean | undefined
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
  const outer = use(SceneStoreContext)
  const { sceneId, apiKey, baseUrl, decoders, reports, loading } = props
  if (sceneId === undefined) {
    if (outer === null) {
      throw new Error(
        'VectrealViewer needs a scene: give it sceneId, apiKey and baseUrl, or put it under a <ModelProvider>',
      )
    }
    return <StoreViewer {...props} store={outer} />
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
  return <StoreViewer {...props} store={use(SceneStoreContext) as SceneStore} />
}

/** Without `baseUrl` the page is taken to be the platform's own. */
function ownOrigin(): string {
  return typeof location === 'undefined' ? 'http://localhost' : location.origin
}

function StoreViewer({ store, ...props }: VectrealViewerProps & { readonly store: SceneStore }) {
  const state = useSceneState(store)
  const { nonce } = props
  const savesData = useSaveData()
  // Who saves data is asked first.
  const loading = savesData && props.loading !== 'eager' ? 'interaction' : (props.loading ?? 'lazy')
  const manifest = ('manifest' in state ? state.manifest : null) ?? props.manifest ?? null
  const root = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const settings = useStable(fillSettings(manifest?.settings, props.settings, overridesOf(props)))
  const messages = { ...DEFAULT_MESSAGES, ...props.messages }
  const name = manifest?.name ?? ''
  const alt = settings.alt || name
  const { viewer, drawn, lost, ...drawing } = useViewer({
    store,
    host,
    model: state.phase === 'ready' || state.phase === 'context_lost' ? state.model : null,
    settings,
    name,
    labels: props.messages ?? NO_LABELS,
    nonce,
    children: props.children,
    onLoad: (model) => props.onLoad?.(model),
    onHotspot: (id) => props.onHotspot?.(id),
  })
  const error = drawing.error ?? (state.phase === 'error' ? state.error : null)
  const phase = phaseOf(state, { error, isDrawn: drawn !== null, lost })

  useEffect(() => {
    if (root.current !== null) adoptStyles(root.current, nonce, FRAME_CSS)
  }, [nonce])
  useLoadOnSight(store, root, loading)
  useReports(state, error, props)

  const retry = (): void => {
    if (state.phase === 'error') store.retry()
    else drawing.restart()
  }
  useImperativeHandle(props.ref, () => handleOf(viewer, store, retry))

  const posterUrl = usePosterUrl(store, manifest, props.poster)
  const isLoading = phase === 'manifest' || phase === 'downloading' || phase === 'decoding'
  const isShown = drawn !== null && !lost && error === null
  const credit: Credit | null = settings.credit ?? drawn?.credit ?? null
  const debug = props.debug ?? isLocalhost()
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
      data-vectreal-state={phase}
      aria-busy={isLoading}
    >
      {typeof document === 'undefined' && (
        <style href="vectreal-viewer" precedence="vectreal" nonce={nonce}>
          {FRAME_CSS}
        </style>
      )}
      <div ref={host} className="vectreal-host" data-veiled={isShown ? undefined : ''} />
      {posterUrl === null ? (
        !isShown && <span className="vectreal-spoken">{alt}</span>
      ) : (
        <Poster
          src={posterUrl}
          alt={alt}
          width={manifest?.poster?.width}
          height={manifest?.poster?.height}
          gone={isShown}
        />
      )}
      {isLoading && (props.renderProgress?.(state) ?? <Progress state={state} label={messages.loading} />)}
      {loading === 'interaction' && phase === 'idle' && (
        <button type="button" className="vectreal-button vectreal-start" onClick={() => store.load()}>
          {messages.start}
        </button>
      )}
      {phase === 'offline' && <output className="vectreal-panel">{messages.offline}</output>}
      {error !== null &&
        (props.renderError?.(error, retry) ?? (
          <Failure error={error} messages={messages} debug={debug} onRetry={retry} />
        ))}
      {credit !== null && error === null && <CreditLine credit={credit} text={messages.credit} />}
      <span className="vectreal-spoken" aria-live="polite">
        {isShown ? messages.loaded : ''}
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

const NO_LABELS = {}

/** Known after the first render, so that server and client begin alike. */
function useSaveData(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true,
    () => false,
  )
}

function useLoadOnSight(
  store: SceneStore,
  root: RefObject<HTMLElement | null>,
  loading: 'lazy' | 'eager' | 'interaction',
): void {
  useEffect(() => {
    const element = root.current
    if (element === null || loading === 'interaction') return
    if (loading === 'eager') {
      store.load()
      return
    }
    const sight = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) store.load()
      },
      { rootMargin: '200px' },
    )
    sight.observe(element)
    return () => sight.disconnect()
  }, [store, root, loading])
}

/** Callbacks see each state and each error once, whatever identity they have. */
function useReports(state: SceneState, error: VectrealError | null, props: VectrealViewerProps): void {
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    if (error !== null) latest.current.onError?.(error)
  }, [error])
  useEffect(() => {
    latest.current.onStateChange?.(state)
    if (state.phase !== 'downloading') return
    const { loadedBytes, totalBytes, ratio } = state
    latest.current.onProgress?.({ loadedBytes, totalBytes, ratio })
  }, [state])
}

function overridesOf({
  autoRotate,
  cameraControls,
  camera,
  variant,
  alt,
}: VectrealViewerProps): SparseSceneSettings {
  return {
    ...(camera === undefined ? {} : { initialCamera: camera }),
    ...(variant === undefined ? {} : { variant }),
    ...(alt === undefined ? {} : { alt }),
    controls: {
      ...(autoRotate === undefined ? {} : { autoRotate }),
      ...(cameraControls === undefined
        ? {}
        : { orbit: cameraControls, zoom: cameraControls, pan: cameraControls }),
    },
  }
}

/** What this viewer shows, which can be behind its provider: another may have drawn already. */
function phaseOf(
  { phase }: SceneState,
  { error, isDrawn, lost }: { error: VectrealError | null; isDrawn: boolean; lost: boolean },
): ScenePhase {
  if (error !== null) return 'error'
  if (lost) return 'context_lost'
  if (phase === 'ready' || phase === 'context_lost') return isDrawn ? 'ready' : 'decoding'
  return phase
}

function handleOf(
  viewer: { readonly current: Viewer | null },
  store: SceneStore,
  retry: () => void,
): VectrealViewerHandle {
  return {
    goTo: (camera) => viewer.current?.goTo(camera) ?? false,
    setVariant: (name) => viewer.current?.setVariant(name) ?? false,
    play: (clip) => viewer.current?.play(clip) ?? false,
    pause: () => viewer.current?.pause(),
    seek: (seconds) => viewer.current?.seek(seconds),
    async screenshot(options) {
      await store.whenReady()
      if (viewer.current === null) throw new Error('screenshot: the viewer is not on the page any more')
      return viewer.current.screenshot(options)
    },
    get cameras() {
      return viewer.current?.cameras ?? []
    },
    get pose() {
      return viewer.current?.pose ?? null
    },
    retry,
  }
}

/** Only read where a failure shows, which no server renders. */
function isLocalhost(): boolean {
  if (typeof location === 'undefined') return false
  return /^(?:localhost|.*\.localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
}
