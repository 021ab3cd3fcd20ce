/** The viewer: one model in one element. Wires camera, context, input, speech and hotspots to one another. */
import { Group } from 'three'
import { createCameraControl } from './camera-control.js'
import { cameraNames, cameraPose } from './cameras.js'
import { pageContexts } from './context-pool.js'
import { describeView } from './describe-view.js'
import { dimensionsOf } from './dimensions.js'
import { createEmitter } from './emitter.js'
import { type ModelBounds, withEdges } from './frame-model.js'
import type { Hotspot } from './hotspot-layer.js'
import { DEFAULT_LABELS, type ViewerLabels } from './labels.js'
import { watchLessMotion } from './less-motion.js'
import type { LoadedModel } from './loaded-model.js'
import { OrbitCamera } from './orbit-camera.js'
import { listenForOrbit } from './orbit-input.js'
import { type OrbitPose, panPose } from './orbit-pose.js'
import { createOverlays } from './overlays.js'
import { createPainter } from './painter.js'
import { animationFrameDriver } from './render-loop.js'
import type { StageRenderer } from './renderer.js'
import { type DimensionSettings, fillSettings, type SparseSceneSettings } from '@vectreal/scene-format'
import { showModel, type ShownModel } from './shown-model.js'
import { createStage } from './stage.js'
import { createSurface } from './surface.js'
import type { Viewer, ViewerEvents, ViewerOptions } from './viewer-api.js'
import { watchVisibility } from './visibility.js'

/** How long after an input the viewer counts as being in use. */
const IN_USE_MS = 4000

/**
 * A viewer that fills `container`: canvas, controls, hotspots and announcements. It takes a WebGL context when it first has
 * a model to draw, and frees everything on `dispose()`.
 */
export function createViewer(container: HTMLElement, options: ViewerOptions = {}): Viewer {
  const events = createEmitter<ViewerEvents>()
  const labels: ViewerLabels = { ...DEFAULT_LABELS, ...options.labels }
  const world = new Group()
  const camera = new OrbitCamera()
  const lifetime = new AbortController()
  const { signal } = lifetime
  const lessMotion = watchLessMotion(applyMotion, signal)
  let settings = fillSettings(options.settings)
  let name = options.name ?? ''
  let shown: ShownModel | null = null
  /** Of the settings, or what was asked for since. */
  let dimensions = settings.dimensions
  let variant: string | null = null
  /** The pose of the options is that of the first model only. */
  let hasShown = false
  let lastUse = -Infinity

  const surface = createSurface(container, togglePlaying, options.nonce)
  const overlays = createOverlays({
    surface,
    camera,
    shown: () => shown,
    labels,
    onPress: pressHotspot,
    onChange: () => painter.request(),
  })
  const sight = watchVisibility(container, { onSize, onSight: see, onSharpness: () => painter.request() })
  const control = createCameraControl({
    pose: options.pose,
    view: () => ({ bounds: boundsToFrame(), aspect: sight.aspect, controls: settings.controls }),
    cuts: () => lessMotion.isWanted,
    onInput() {
      use()
      painter.request()
    },
    onRest: (pose) => events.emit('pose', pose),
  })
  const painter = createPainter({
    camera,
    control,
    overlays,
    sight,
    stage: () => stage,
    shown: () => shown,
    turning(now) {
      const wanted = settings.controls.autoRotate && shown !== null && !lessMotion.isWanted
      return { wanted, active: wanted && now - lastUse > IN_USE_MS }
    },
    poseOf,
    onPresented({ instance: { model } }, again) {
      events.emit('pose', control.goal)
      events.emit('ready', { model })
      if (again) events.emit('contextrestored', undefined)
    },
  })
  const stage = createStage({
    world,
    camera,
    createDriver: options.driver ?? animationFrameDriver,
    size: () => sight,
    settings: () => settings,
    urgency,
    frame: painter.frame,
    onStart: ({ canvas }) => surface.show(canvas),
    onEnd: leaveStage,
    onPrepared: painter.wake,
    onLost() {
      painter.forget(true)
      events.emit('contextlost', undefined)
    },
    onFree: see,
    onError: (error) => events.emit('error', error),
  })
  const stopInput = listenForOrbit(surface.element, {
    enabled: () => settings.controls,
    turn(azimuth, polar) {
      const { goal } = control
      control.steer({ ...goal, azimuth: goal.azimuth + azimuth, polar: goal.polar + polar })
    },
    pan: (right, up) => void control.steer(panPose(control.goal, right, up)),
    zoom: (factor) => control.steer({ ...control.goal, distance: control.goal.distance * factor }),
    reset: () => void goTo(settings.initialCamera),
    togglePlaying,
    hintScroll: () => surface.hintScroll(),
    keyStep: () => surface.announce(describeView(control.goal, labels)),
  })
  // A viewer without a context takes one as soon as somebody reaches for it.
  for (const reach of ['pointerenter', 'pointerdown', 'focusin'] as const) {
    surface.element.addEventListener(reach, use, { signal })
  }
  surface.setLabels(labels)
  speakName()

  return {
    labels,
    element: surface.element,
    setModel,
    setSettings,
    setName(next) {
      name = next
      speakName()
    },
    goTo,
    get pose() {
      return control.goal
    },
    setPose(pose) {
      control.stand(pose)
      painter.request()
    },
    get cameras() {
      return cameraNames(settings.cameras, shown)
    },
    setVariant,
    get variant() {
      return variant
    },
    async swatches() {
      const variants = shown?.instance.swatches() ?? []
      return variants.length === 0 ? [] : (await import('./tools.js')).drawSwatches(variants)
    },
    get playback() {
      const playback = shown?.playback
      const clip = playback?.clip
      if (!playback || !clip) return null
      const { seconds, durationSeconds, playing: isPlaying, moves } = playback
      return { clip, seconds, durationSeconds, isPlaying, moves }
    },
    play(clip) {
      const isKnown = shown?.playback?.play(clip) ?? false
      playingChanged()
      return isKnown
    },
    pause() {
      shown?.playback?.pause()
      playingChanged()
    },
    seek(seconds) {
      shown?.playback?.seek(seconds)
      painter.redraw()
    },
    pick: painter.pick,
    get dimensions() {
      const box = shown?.instance.restBox() ?? null
      return box === null ? null : dimensionsOf(box, settings.dimensions.metresPerUnit)
    },
    showDimensions(unit) {
      const { dimensions: own } = settings
      return showDimensions(unit === null ? { ...own, show: false } : { ...own, show: true, unit })
    },
    screenshot: (wanted = {}) => painter.screenshot(wanted),
    requestFrame: painter.request,
    on: events.on,
    dispose() {
      if (signal.aborted) return
      lifetime.abort()
      stopInput()
      sight.stop()
      stage.dispose()
      shown?.dispose()
      shown = null
      overlays.dispose()
      surface.dispose()
      events.clear()
    },
  }

  function setModel(model: LoadedModel | null): void {
    if (signal.aborted) return
    const keepsPose = !hasShown && options.pose !== undefined
    shown?.dispose()
    shown = model === null ? null : showModel(model, world, settings, playingChanged)
    variant = settings.variant
    painter.forget(false)
    stage.reset()
    if (shown !== null && !keepsPose) {
      control.start(settings.initialCamera === null ? null : poseOf(settings.initialCamera))
    }
    hasShown ||= shown !== null
    showOverlays()
    speakName()
    applyMotion()
    stage.prepare()
    see()
  }

  function setSettings(next: SparseSceneSettings): void {
    const before = settings
    settings = fillSettings(next)
    speakName()
    if (stage.state.phase === 'live') stage.state.renderer.apply(settings)
    shown?.playback?.configure(settings.animation)
    if (settings.variant !== before.variant) setVariant(settings.variant)
    if (JSON.stringify(settings.dimensions) !== JSON.stringify(before.dimensions)) {
      showDimensions(settings.dimensions).catch(() => {})
    }
    if (JSON.stringify(settings.hotspots) !== JSON.stringify(before.hotspots)) showOverlays()
    if (settings.initialCamera !== before.initialCamera) goTo(settings.initialCamera)
    if (settings.animation.autoplay !== before.animation.autoplay) applyMotion()
    control.reframe(false)
    control.keepLimits()
    painter.request()
  }

  /** The dimensions stand at the edges of the box, which have to be seen as well. */
  function boundsToFrame(): ModelBounds | null {
    const box = dimensions.show ? (shown?.instance.restBox() ?? null) : null
    return shown === null || box === null ? (shown?.bounds ?? null) : withEdges(shown.bounds, box)
  }

  function poseOf(camera: string): OrbitPose | null {
    return cameraPose(camera, settings.cameras, shown)
  }

  function goTo(camera: string | null): boolean {
    const pose = camera === null ? null : poseOf(camera)
    if (camera !== null && pose === null) return false
    control.flyTo(pose, !painter.hasDrawn)
    if (camera !== null) surface.announce(labels.camera.replace('{name}', camera))
    events.emit('camera', camera)
    painter.wake()
    return true
  }

  function setVariant(name: string | null): boolean {
    if (shown?.instance.setVariant(name) !== true) return false
    variant = name
    events.emit('variant', name)
    painter.request()
    return true
  }

  async function showDimensions(next: DimensionSettings): Promise<void> {
    dimensions = next
    control.reframe(false)
    await overlays.setDimensions(next)
  }

  function showOverlays(): void {
    overlays.setHotspots(settings.hotspots)
    overlays.setDimensions(dimensions).catch(() => {})
  }

  function pressHotspot(hotspot: Hotspot): void {
    if (hotspot.camera !== null) goTo(hotspot.camera)
    surface.announce([hotspot.label, hotspot.description].filter(Boolean).join('. '))
    events.emit('hotspot', { id: hotspot.id })
  }

  function togglePlaying(): void {
    const playback = shown?.playback ?? null
    if (playback?.playing === true) playback.pause()
    else playback?.play(playback.clip)
    playingChanged()
  }

  /** Also of another clip, which may need another amount of room. */
  function playingChanged(): void {
    const playback = shown?.playback ?? null
    surface.setPlaying(playback?.moves === true ? playback.playing : null)
    events.emit('playing', playback?.playing ?? false)
    control.reframe(false)
    painter.redraw()
    painter.wake()
  }

  /** Nothing starts to move by itself for whoever asked for less motion. */
  function applyMotion(): void {
    if (lessMotion.isWanted) shown?.playback?.pause()
    else if (settings.animation.autoplay) shown?.playback?.play()
    playingChanged()
  }

  function speakName(): void {
    surface.setName(settings.alt || name || shown?.instance.model.credit?.title || labels.model)
  }

  function onSize(): void {
    control.reframe(true)
    see()
    // Drawn in the same task as the resize, or the stretched old picture would flash.
    if (painter.hasDrawn) painter.frame(performance.now())
  }

  /** For the page's other viewers: 0 out of sight, 1 seen, 2 in use, 3 waited for. */
  function urgency(): number {
    if (!sight.isVisible) return 0
    if (shown !== null && !painter.hasDrawn) return 3
    return performance.now() - lastUse < IN_USE_MS ? 2 : 1
  }

  function see(): void {
    if (!sight.isVisible) pageContexts.rebalance()
    else if (shown !== null && sight.width > 0 && sight.height > 0) stage.want()
    painter.wake()
  }

  function use(): void {
    lastUse = performance.now()
    if (stage.state.phase !== 'live') see()
  }

  /** What was on screen stays as a still where another viewer needs the context. */
  function leaveStage(renderer: StageRenderer, isSuspended: boolean): void {
    surface.show(isSuspended ? painter.still(renderer) : null)
    shown?.instance.release()
  }
}
