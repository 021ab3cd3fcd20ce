/** A viewer without a picture: it has the surface that screen readers meet, and remembers what it is told to show. */
import { fillSettings } from '@vectreal/scene-format'
import type {
  LoadedModel,
  OrbitPose,
  PlaybackState,
  Viewer,
  ViewerEvents,
  ViewerOptions,
} from '@vectreal/viewer-core'
import { DEFAULT_LABELS } from '@vectreal/viewer-core/labels'
import type { TestScene } from './scene-description.js'

export interface TestViewer extends Viewer {
  setContext(isThere: boolean): void
  pressHotspot(id: string): void
}

interface Ports {
  tell(action: string, value?: unknown): void
  gone(): void
}

const FRONT: OrbitPose = { target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2, distance: 1, fovDegrees: 35 }
const ONE_METRE = { width: 1, height: 1, depth: 1 }
const CLIP_SECONDS = 1

export function createTestViewer(
  host: HTMLElement,
  options: ViewerOptions,
  given: TestScene,
  { tell, gone }: Ports,
): TestViewer {
  const { variants = [], animations = [], dimensions = ONE_METRE } = given
  const labels = { ...DEFAULT_LABELS, ...options.labels }
  const listeners = new Map<string, Set<(detail: never) => void>>()
  let settings = fillSettings(options.settings)
  let name = options.name ?? ''
  let model: LoadedModel | null = null
  let pose = options.pose ?? FRONT
  let variant: string | null = null
  let playback: PlaybackState | null = null
  let hasContext = true

  const element = document.createElement('div')
  element.tabIndex = 0
  element.setAttribute('role', 'application')
  element.setAttribute('aria-roledescription', labels.role)
  host.append(element)

  function emit<Name extends keyof ViewerEvents>(event: Name, detail: ViewerEvents[Name]): void {
    for (const listener of listeners.get(event) ?? []) listener(detail as never)
  }
  function describe(): void {
    element.setAttribute('aria-label', settings.alt || name || labels.model)
  }
  function cameras(): readonly string[] {
    return [...new Set([...settings.cameras.map((camera) => camera.name), ...(given.cameras ?? [])])]
  }
  function setPlaying(isPlaying: boolean): void {
    if (playback === null || playback.isPlaying === isPlaying) return
    playback = { ...playback, isPlaying }
    emit('playing', isPlaying)
  }

  describe()
  return {
    labels,
    element,
    setModel(next) {
      model = next
      const [clip] = animations
      playback =
        next === null || clip === undefined
          ? null
          : { clip, seconds: 0, durationSeconds: CLIP_SECONDS, isPlaying: false, moves: true }
      variant = next === null ? null : settings.variant
      if (next !== null) queueMicrotask(() => model === next && emit('ready', { model: next }))
    },
    setSettings(next) {
      settings = fillSettings(next)
      describe()
    },
    setName(next) {
      name = next
      describe()
    },
    goTo(camera) {
      tell('goTo', camera)
      if (camera !== null && !cameras().includes(camera)) return false
      emit('camera', camera)
      emit('pose', pose)
      return true
    },
    get pose() {
      return pose
    },
    setPose(next) {
      pose = next
      emit('pose', pose)
    },
    get cameras() {
      return cameras()
    },
    setVariant(next) {
      tell('setVariant', next)
      if (next !== null && !variants.includes(next)) return false
      variant = next
      emit('variant', variant)
      return true
    },
    get variant() {
      return variant
    },
    swatches: async () =>
      variants.map((variantName) => ({ name: variantName, color: null, picture: null, isOriginal: false })),
    get playback() {
      return playback
    },
    play(clip = settings.animation.clip) {
      tell('play', clip)
      if (clip !== null && !animations.includes(clip)) return false
      if (playback !== null && clip !== null) playback = { ...playback, clip }
      setPlaying(true)
      return animations.length > 0
    },
    pause() {
      tell('pause')
      setPlaying(false)
    },
    seek(seconds) {
      tell('seek', seconds)
      if (playback !== null) playback = { ...playback, seconds }
    },
    pick: async () => null,
    dimensions,
    showDimensions: async (unit) => tell('showDimensions', unit),
    async screenshot(wanted) {
      tell('screenshot', wanted)
      return new Blob([], { type: wanted?.type ?? 'image/png' })
    },
    requestFrame() {},
    on(event, listener) {
      const own = listeners.get(event) ?? new Set()
      listeners.set(event, own)
      own.add(listener)
      return () => own.delete(listener)
    },
    dispose() {
      listeners.clear()
      element.remove()
      gone()
    },
    setContext(isThere) {
      if (isThere === hasContext) return
      hasContext = isThere
      emit(isThere ? 'contextrestored' : 'contextlost', undefined)
    },
    pressHotspot: (id) => emit('hotspot', { id }),
  }
}
