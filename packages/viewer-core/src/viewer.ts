/** The viewer: one model in one element, with input, speech, hotspots and a context that may come and go. */
import { Group, MathUtils, PerspectiveCamera, PropertyBinding, Vector3 } from 'three'
import { type ContextHolder, pageContexts } from './context-pool.js'
import { createEmitter } from './emitter.js'
import { fitFraming, measureModel, type ModelBounds } from './frame-model.js'
import { createHotspotLayer, type Hotspot } from './hotspot-layer.js'
import { DEFAULT_LABELS, type ViewerLabels } from './labels.js'
import type { LoadedModel, ModelInstance } from './loaded-model.js'
import { ModelError } from './model-error.js'
import { listenForOrbit } from './orbit-input.js'
import {
  applyPose,
  clampPose,
  directionOf,
  isSettled,
  mixPoses,
  type OrbitLimits,
  type OrbitPose,
  panPose,
  poseOf,
} from './orbit-pose.js'
import { createPlayback, type Playback } from './playback.js'
import { animationFrameDriver, type CreateFrameDriver, type FrameDriver } from './render-loop.js'
import { createStageRenderer, type StageRenderer } from './renderer.js'
import { createResolution, fullPixelRatio } from './resolution.js'
import { fillSettings, type SparseSceneSettings } from './settings.js'
import { createSurface } from './surface.js'

/** What `createViewer` takes beside its container. */
export interface ViewerOptions {
  /** What they leave out has its default. */
  readonly settings?: SparseSceneSettings | undefined
  /** Text alternative where the settings have none: the name of the scene. */
  readonly name?: string | undefined
  /** Those left out are English. */
  readonly labels?: Partial<ViewerLabels> | undefined
  /** For the style element of browsers without constructed style sheets. */
  readonly nonce?: string | undefined
  /** Who calls for frames; by default `requestAnimationFrame`. */
  readonly driver?: CreateFrameDriver | undefined
  /** Starts where another viewer stood. */
  readonly pose?: OrbitPose | undefined
}

/** What `Viewer.on` tells of, and what its listeners get. */
export interface ViewerEvents {
  /** The model is on screen for the first time. */
  ready: { readonly model: LoadedModel }
  /** The view has changed and come to rest. */
  pose: OrbitPose
  /** The animation runs (true) or stands still. */
  playing: boolean
  /** The visitor pressed one. */
  hotspot: { readonly id: string }
  /** The browser took the WebGL context away; the viewer asks for another one. */
  contextlost: undefined
  /** The model is on screen again. */
  contextrestored: undefined
  /** `context_lost` for good, or `webgl_unavailable`. */
  error: ModelError
}

/** How `screenshot` takes its picture. */
export interface ScreenshotOptions {
  /** In pixels of the picture. Absent: as wide as the viewer, at the screen's pixel ratio. */
  readonly width?: number
  /** In the same pixels as `width`. Absent: as high as the viewer. */
  readonly height?: number
  /** Name of a camera; by default the view as it is. */
  readonly camera?: string
  /** Default `image/png`. */
  readonly type?: 'image/png' | 'image/jpeg' | 'image/webp'
  /** For JPEG and WebP, 0 to 1; absent: the default of the browser. */
  readonly quality?: number
}

/** Shows one model at a time in the element it was made for. */
export interface Viewer {
  /** The focusable surface. */
  readonly element: HTMLElement
  /** Takes the place of the model before it; null: nothing is shown. It disposes of neither. */
  setModel(model: LoadedModel | null): void
  /** All settings anew: what is left out has its default. */
  setSettings(settings: SparseSceneSettings): void
  /** Text alternative where the settings have none. */
  setName(name: string): void
  /** Null: frame the whole model. False: there is no such camera. */
  goTo(camera: string | null): boolean
  /** Where the camera stands, or is on its way to. */
  readonly pose: OrbitPose
  /** Goes there at once, within the limits of the settings. */
  setPose(pose: OrbitPose): void
  /** Names of all cameras: of the settings, then of the file. */
  readonly cameras: readonly string[]
  /** Null: the materials the file starts with. False: there is no such variant, or no model. */
  setVariant(name: string | null): boolean
  /** Null: the first clip; absent: the clip of the settings. False: there is no such clip. */
  play(clip?: string | null): boolean
  /** Stops where it is; `play` goes on from there. */
  pause(): void
  /** Shows a moment of the clip, playing or not; nothing where the model has no clips. */
  seek(seconds: number): void
  /** Needs a free WebGL context and a model. */
  screenshot(options?: ScreenshotOptions): Promise<Blob>
  /** Draws a frame soon; for whoever changed something in the scene from outside. */
  requestFrame(): void
  /** The result ends it. */
  on<Name extends keyof ViewerEvents>(name: Name, listener: (detail: ViewerEvents[Name]) => void): () => void
  /** Frees the WebGL context and removes `element`. The model stays loaded. */
  dispose(): void
}

const FOV_DEGREES = 35
/** A little to the right and from above: shows three sides of a thing. */
const DEFAULT_AZIMUTH = MathUtils.degToRad(30)
const DEFAULT_POLAR = MathUtils.degToRad(75)
/** Time constant of the approach to where input points. */
const DAMPING_SECONDS = 0.08
const FLIGHT_SECONDS = 0.9
/** How long after an input the viewer counts as being in use. */
const IN_USE_MS = 4000
/** Losses after which it is the model or the device, not an accident. */
const MAX_LOSSES = 3
/** A browser that does not give the context back by itself gets asked for another one. */
const RESTORE_WAIT_MS = 800
const SHADOW_INTERVAL_MS = 100

interface Flight {
  readonly from: OrbitPose
  readonly to: OrbitPose
  seconds: number
}

/**
 * A viewer that fills `container`: canvas, controls, hotspots and announcements. It takes a WebGL context when it first has
 * a model to draw, and frees everything on `dispose()`.
 */
export function createViewer(container: HTMLElement, options: ViewerOptions = {}): Viewer {
  const events = createEmitter<ViewerEvents>()
  const labels: ViewerLabels = { ...DEFAULT_LABELS, ...options.labels }
  const createDriver = options.driver ?? animationFrameDriver
  const surface = createSurface(container, () => togglePlaying(), options.nonce)
  const hotspots = createHotspotLayer(surface.hotspots, (hotspot) => pressHotspot(hotspot))
  const world = new Group()
  const camera = new PerspectiveCamera(FOV_DEGREES, 1, 0.1, 100)
  const resolution = createResolution()
  const lifetime = new AbortController()
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

  let settings = fillSettings(options.settings)
  let name = options.name ?? ''
  let instance: ModelInstance | null = null
  let bounds: ModelBounds | null = null
  let playback: Playback | null = null
  let goal: OrbitPose = options.pose ?? framePose()
  let shown: OrbitPose = goal
  let flight: Flight | null = null
  /** True while the view is the automatic one, which follows the shape of the element. */
  let framed = options.pose === undefined
  let keepPose = options.pose !== undefined

  let stage: StageRenderer | null = null
  let driver: FrameDriver | null = null
  let width = 0
  let height = 0
  let drawnRatio = 0
  let lastFrame = 0
  let lastShadow = 0
  let lastUse = -Infinity
  let drawn = false
  /** Shaders are built: a frame does not wait for them. */
  let prepared = false
  let stopPreparing = (): void => {}
  let onScreen = false
  let losses = 0
  let restoreTimer: ReturnType<typeof setTimeout> | undefined
  let disposed = false

  const holder: ContextHolder = {
    urgency() {
      if (!isVisible()) return 0
      if (instance !== null && !drawn) return 3
      return performance.now() - lastUse < IN_USE_MS ? 2 : 1
    },
    suspend: () => endStage(true),
    resume: () => startStage(),
  }

  surface.setLabels(labels)
  speakName()
  const stopInput = listenForOrbit(surface.element, {
    enabled: () => settings.controls,
    turn: (azimuth, polar) => steer({ ...goal, azimuth: goal.azimuth + azimuth, polar: goal.polar + polar }),
    pan: (right, up) => steer(panPose(goal, right, up)),
    zoom(factor) {
      const before = goal.distance
      steer({ ...goal, distance: goal.distance * factor })
      return Math.abs(goal.distance - before) > before * 1e-6
    },
    reset: () => void goTo(settings.initialCamera),
    togglePlaying: () => togglePlaying(),
    hintScroll: () => surface.hintScroll(),
    keyStep: () => surface.announce(describeView()),
  })

  const sizes = new ResizeObserver(() => measure())
  sizes.observe(container)
  const sight = new IntersectionObserver(([entry]) => {
    onScreen = entry?.isIntersecting ?? false
    see()
  })
  sight.observe(container)
  const { signal } = lifetime
  document.addEventListener('visibilitychange', () => see(), { signal })
  reducedMotion.addEventListener('change', () => applyMotion(), { signal })
  // A viewer without a context takes one as soon as somebody reaches for it.
  for (const reach of ['pointerenter', 'pointerdown', 'focusin'] as const) {
    surface.element.addEventListener(reach, () => use(), { signal })
  }
  measure()

  const viewer: Viewer = {
    element: surface.element,
    setModel,
    setSettings(next) {
      const before = settings
      settings = fillSettings(next)
      speakName()
      stage?.apply(settings)
      playback?.configure(settings.animation)
      if (instance !== null && settings.variant !== before.variant) instance.setVariant(settings.variant)
      if (JSON.stringify(settings.hotspots) !== JSON.stringify(before.hotspots)) showHotspots()
      if (settings.initialCamera !== before.initialCamera) goTo(settings.initialCamera)
      if (settings.animation.autoplay !== before.animation.autoplay) applyMotion()
      steer(goal)
      requestFrame()
    },
    setName(next) {
      name = next
      speakName()
    },
    goTo,
    get pose() {
      return goal
    },
    setPose(pose) {
      framed = false
      flight = null
      goal = shown = clampPose(pose, limits())
      requestFrame()
    },
    get cameras() {
      const own = settings.cameras.map((one) => one.name)
      return [...own, ...(instance?.cameras ?? []).map((one) => one.name).filter((one) => !own.includes(one))]
    },
    setVariant(variant) {
      const known = instance?.setVariant(variant) ?? false
      requestFrame()
      return known
    },
    play(clip) {
      const known = playback?.play(clip) ?? false
      playingChanged()
      return known
    },
    pause() {
      playback?.pause()
      playingChanged()
    },
    seek(seconds) {
      playback?.seek(seconds)
      stage?.markShadow()
      requestFrame()
    },
    screenshot,
    requestFrame,
    on: events.on,
    dispose() {
      if (disposed) return
      disposed = true
      lifetime.abort()
      clearTimeout(restoreTimer)
      stopInput()
      sizes.disconnect()
      sight.disconnect()
      endStage(false)
      pageContexts.release(holder)
      playback?.dispose()
      hotspots.dispose()
      surface.dispose()
      events.clear()
    },
  }
  return viewer

  function setModel(model: LoadedModel | null): void {
    playback?.dispose()
    playback = null
    if (instance !== null) {
      world.remove(instance.root)
      instance.release()
    }
    instance = model?.createInstance() ?? null
    bounds = null
    drawn = false
    losses = 0
    if (instance !== null) {
      world.add(instance.root)
      if (settings.variant !== null) instance.setVariant(settings.variant)
      if (instance.clips.length > 0) {
        playback = createPlayback(instance, settings.animation, () => playingChanged())
      }
      bounds = instance.measure(playback?.clip ?? null).bounds
      if (!keepPose) {
        goal = shown = poseFor(settings.initialCamera) ?? framePose()
        framed = settings.initialCamera === null || poseFor(settings.initialCamera) === null
      }
      keepPose = false
      flight = null
    }
    showHotspots()
    speakName()
    applyMotion()
    stage?.markShadow()
    prepare()
    see()
    requestFrame()
  }

  // --- what is drawn ------------------------------------------------------------------------------------------

  /** Draws when there is something to see and somebody to see it. */
  function requestFrame(): void {
    if (!disposed && isVisible()) driver?.requestFrame()
  }

  function prepare(): void {
    stopPreparing()
    prepared = instance === null
    if (stage === null || instance === null) return
    stopPreparing = stage.prepare(camera, () => {
      prepared = true
      lastFrame = performance.now()
      requestFrame()
    })
  }

  function frame(now: number): void {
    if (stage === null || !prepared || disposed || width === 0 || height === 0) return
    const delta = Math.min((now - lastFrame) / 1000, 0.1)
    lastFrame = now
    const moving = move(delta)
    if (!isVisible()) return
    const animated = playback?.advance(delta) ?? false
    if (animated && now - lastShadow > SHADOW_INTERVAL_MS) {
      lastShadow = now
      stage.markShadow()
    }
    const busy = moving || animated
    // What is drawn at last, by an animation or from outside, is framed when it is there.
    if (bounds?.isEmpty === true && instance !== null) {
      showBounds(measureModel(instance.root))
      if (!bounds.isEmpty && framed) shown = goal
    }
    resize(fullPixelRatio(width, height) * resolution.next(now, busy))
    applyCamera(shown)
    stage.draw(camera, bounds)
    hotspots.place(camera, width, height)
    if (instance !== null && !drawn) {
      drawn = true
      events.emit('ready', { model: instance.model })
      pageContexts.rebalance()
    }
    if (busy) requestFrame()
    // The frame at rest is drawn in full.
    else if (drawnRatio < fullPixelRatio(width, height)) requestFrame()
  }

  /** One step of the camera; true while there is another to come. */
  function move(delta: number): boolean {
    const before = shown
    if (flight !== null) {
      flight.seconds += delta
      const t = Math.min(flight.seconds / FLIGHT_SECONDS, 1)
      shown = mixPoses(flight.from, flight.to, t * t * (3 - 2 * t))
      if (t < 1) return true
      shown = goal = flight.to
      flight = null
      events.emit('pose', goal)
      return false
    }
    const turning = settings.controls.autoRotate && instance !== null && !reducedMotion.matches
    if (turning && performance.now() - lastUse > IN_USE_MS) {
      const step = MathUtils.degToRad(settings.controls.autoRotateDegreesPerSecond) * delta
      goal = { ...goal, azimuth: goal.azimuth + step }
      shown = { ...shown, azimuth: shown.azimuth + step }
    }
    if (!isSettled(shown, goal)) {
      shown = reducedMotion.matches ? goal : mixPoses(shown, goal, 1 - Math.exp(-delta / DAMPING_SECONDS))
      if (isSettled(shown, goal)) shown = goal
      if (shown === goal) events.emit('pose', goal)
    }
    return turning || before !== shown
  }

  function applyCamera(pose: OrbitPose): void {
    applyPose(pose, camera)
    camera.aspect = width / height
    const { center, radius } = bounds ?? { center: new Vector3(), radius: 1 }
    const reach = camera.position.distanceTo(center)
    camera.near = Math.max((reach - radius * 2.5) * 0.9, radius / 500, reach / 5000)
    camera.far = reach + radius * 4
    camera.updateProjectionMatrix()
    camera.updateMatrixWorld()
  }

  function resize(ratio: number): void {
    if (stage === null || Math.abs(ratio - drawnRatio) < 0.001) return
    drawnRatio = ratio
    stage.resize(width, height, ratio)
    driver?.resize?.(width, height, ratio)
  }

  function measure(): void {
    const next = { width: container.clientWidth, height: container.clientHeight }
    if (next.width === width && next.height === height) return
    width = next.width
    height = next.height
    drawnRatio = 0
    if (framed && bounds !== null) goal = shown = framePose(goal)
    see()
    // Drawn in the same task as the resize, or the stretched old picture would flash.
    if (stage !== null && drawn) frame(performance.now())
    else requestFrame()
  }

  // --- the context --------------------------------------------------------------------------------------------

  function isVisible(): boolean {
    return onScreen && !document.hidden
  }

  function see(): void {
    if (disposed) return
    if (!isVisible()) {
      pageContexts.rebalance()
      return
    }
    lastFrame = performance.now()
    if (stage === null && restoreTimer === undefined && instance !== null && width > 0 && height > 0) {
      if (pageContexts.acquire(holder)) startStage()
    }
    requestFrame()
  }

  function use(): void {
    lastUse = performance.now()
    if (stage === null) see()
  }

  function startStage(): void {
    if (disposed || stage !== null) return
    let made: StageRenderer
    try {
      made = createStageRenderer(world)
    } catch (error) {
      pageContexts.release(holder)
      events.emit('error', error as ModelError)
      return
    }
    stage = made
    made.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault()
      if (stage === made) lose(made)
    })
    made.apply(settings)
    drawnRatio = 0
    driver = createDriver({
      canvas: made.canvas,
      renderer: made.renderer,
      scene: made.scene,
      camera,
      width,
      height,
      frame,
    })
    resize(fullPixelRatio(width, height))
    surface.show(made.canvas)
    prepare()
  }

  /** Frees the context. The picture that was on screen stays as a still where `keepPicture` asks for it. */
  function endStage(keepPicture: boolean): void {
    if (stage === null) return
    const ended = stage
    if (keepPicture && drawn && width > 0 && height > 0) {
      ended.draw(camera, bounds)
      surface.show(copyOf(ended.canvas))
    } else {
      surface.show(null)
    }
    stage = null
    stopPreparing()
    driver?.dispose()
    driver = null
    instance?.release()
    ended.dispose()
  }

  function lose(lost: StageRenderer): void {
    losses += 1
    const givenUp = losses > MAX_LOSSES
    drawn = false
    events.emit('contextlost', undefined)
    const restore = (): void => {
      if (disposed || restoreTimer === undefined) return
      clearTimeout(restoreTimer)
      restoreTimer = undefined
      endStage(false)
      if (givenUp) {
        pageContexts.release(holder)
        events.emit('error', new ModelError('context_lost', `The GPU dropped this scene ${losses} times`))
        return
      }
      const stop = events.on('ready', () => {
        stop()
        events.emit('contextrestored', undefined)
      })
      see()
    }
    restoreTimer = setTimeout(restore, RESTORE_WAIT_MS)
    lost.canvas.addEventListener('webglcontextrestored', restore, { once: true })
  }

  async function screenshot(wanted: ScreenshotOptions = {}): Promise<Blob> {
    if (stage === null && instance !== null && pageContexts.acquire(holder)) startStage()
    if (stage === null || instance === null) {
      throw new ModelError('webgl_unavailable', 'There is no picture to take: no model is shown')
    }
    const pose = wanted.camera === undefined ? shown : poseFor(wanted.camera)
    if (pose === null) throw new TypeError(`screenshot: there is no camera "${wanted.camera}"`)
    const current = stage
    const before = { width, height, ratio: drawnRatio }
    width = wanted.width ?? (before.width || 1024)
    height = wanted.height ?? (before.height || 768)
    current.resize(width, height, wanted.width === undefined ? fullPixelRatio(width, height) : 1)
    applyCamera(pose)
    current.draw(camera, bounds)
    const picture = copyOf(current.canvas)
    width = before.width
    height = before.height
    drawnRatio = 0
    if (width > 0 && height > 0) {
      resize(before.ratio || fullPixelRatio(width, height))
      applyCamera(shown)
      current.draw(camera, bounds)
    }
    return new Promise((resolve, reject) => {
      picture.toBlob(
        (blob) => (blob === null ? reject(new Error('The browser made no image')) : resolve(blob)),
        wanted.type ?? 'image/png',
        wanted.quality,
      )
    })
  }

  // --- the view -----------------------------------------------------------------------------------------------

  function limits(): OrbitLimits {
    const { controls } = settings
    const fit = bounds === null ? 1 : bounds.radius
    return {
      minDistance: controls.minDistance ?? fit * 0.4,
      maxDistance: controls.maxDistance ?? Math.max(fit * 12, framePose().distance * 2),
      minPolar: MathUtils.degToRad(controls.minPolarDegrees),
      maxPolar: MathUtils.degToRad(controls.maxPolarDegrees),
    }
  }

  function steer(pose: OrbitPose): void {
    const next = clampPose(pose, limits())
    if (flight !== null) {
      flight = null
      goal = shown
    }
    if (isSettled(next, goal)) return
    goal = next
    framed = false
    use()
    requestFrame()
  }

  function framePose(from?: OrbitPose): OrbitPose {
    const azimuth = from?.azimuth ?? DEFAULT_AZIMUTH
    const polar = from?.polar ?? DEFAULT_POLAR
    if (bounds === null) return { target: [0, 0, 0], azimuth, polar, distance: 3, fovDegrees: FOV_DEGREES }
    const aspect = width > 0 && height > 0 ? width / height : 1
    const { target, distance } = fitFraming(bounds, directionOf({ azimuth, polar }), {
      fovDegrees: FOV_DEGREES,
      aspect,
      around: settings.controls.autoRotate,
    })
    return { target: target.toArray(), azimuth, polar, distance, fovDegrees: FOV_DEGREES }
  }

  function poseFor(camera: string | null): OrbitPose | null {
    if (camera === null) return framePose()
    const set = settings.cameras.find((one) => one.name === camera)
    if (set !== undefined) {
      return poseOf(new Vector3(...set.position), new Vector3(...set.target), set.fovDegrees)
    }
    const inFile = instance?.cameras ?? []
    const found =
      inFile.find((one) => one.name === camera) ??
      // Settings may have been saved with three's spelling of a name.
      inFile.find((one) => PropertyBinding.sanitizeNodeName(one.name) === camera)
    if (found === undefined || bounds === null) return null
    const position = found.camera.getWorldPosition(new Vector3())
    const forward = found.camera.getWorldDirection(new Vector3())
    // A camera of the file has no target: it looks at what is as deep as the middle of the model.
    const depth = Math.max(bounds.center.clone().sub(position).dot(forward), bounds.radius * 0.1)
    const fov = found.camera instanceof PerspectiveCamera ? found.camera.fov : FOV_DEGREES
    return poseOf(position, position.clone().addScaledVector(forward, depth), fov)
  }

  function goTo(camera: string | null): boolean {
    const pose = poseFor(camera)
    if (pose === null) return false
    framed = camera === null
    goal = pose
    flight = reducedMotion.matches || !drawn ? null : { from: shown, to: pose, seconds: 0 }
    if (flight === null) {
      shown = pose
      events.emit('pose', goal)
    }
    lastFrame = performance.now()
    if (camera !== null) surface.announce(labels.camera.replace('{name}', camera))
    requestFrame()
    return true
  }

  function describeView(): string {
    const { views } = labels
    const turn = MathUtils.euclideanModulo(MathUtils.radToDeg(goal.azimuth), 360)
    const side = ([views.front, views.right, views.back, views.left] as const)[Math.round(turn / 90) % 4]
    const polar = MathUtils.radToDeg(goal.polar)
    return [side, polar < 45 ? views.above : polar > 120 ? views.below : ''].filter(Boolean).join(' ')
  }

  // --- what is in it ------------------------------------------------------------------------------------------

  function showHotspots(): void {
    const own: Hotspot[] = settings.hotspots.map((hotspot) => ({ ...hotspot, node: null }))
    const fromFile: Hotspot[] = (instance?.hotspots ?? [])
      .filter(({ id }) => !own.some((hotspot) => hotspot.id === id))
      .map((hotspot) => ({ ...hotspot, position: [0, 0, 0] }))
    hotspots.set(instance === null ? [] : [...own, ...fromFile])
    requestFrame()
  }

  function pressHotspot(hotspot: Hotspot): void {
    if (hotspot.camera !== null) goTo(hotspot.camera)
    surface.announce([hotspot.label, hotspot.description].filter(Boolean).join('. '))
    events.emit('hotspot', { id: hotspot.id })
  }

  function togglePlaying(): void {
    if (playback === null) return
    if (playback.playing) playback.pause()
    else playback.play(playback.clip)
    playingChanged()
  }

  function playingChanged(): void {
    lastFrame = performance.now()
    showBounds(instance?.measure(playback?.clip ?? null).bounds ?? null)
    surface.setPlaying(playback?.moves === true ? playback.playing : null)
    stage?.markShadow()
    events.emit('playing', playback?.playing ?? false)
    requestFrame()
  }

  /** Another clip, or a model that had nothing to show, may need more room. */
  function showBounds(next: ModelBounds | null): void {
    if (next === bounds) return
    bounds = next
    stage?.markShadow()
    if (framed && bounds !== null) goal = framePose(goal)
  }

  /** Nothing starts to move by itself for whoever asked for less motion. */
  function applyMotion(): void {
    if (reducedMotion.matches) playback?.pause()
    else if (settings.animation.autoplay) playback?.play()
    playingChanged()
  }

  function speakName(): void {
    surface.setName(settings.alt || name || instance?.model.credit?.title || '3D model')
  }
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  // Kept in main memory: the GPU's is what has run short when a still is needed.
  copy.getContext('2d', { willReadFrequently: true })?.drawImage(canvas, 0, 0)
  return copy
}
