/** Draws what a viewer shows: a frame when something changed, a still for a context that goes, a picture on demand. */
import { pageContexts } from './context-pool.js'
import type { CameraControl } from './camera-control.js'
import { copyCanvas } from './copy-canvas.js'
import { ModelError } from './model-error.js'
import type { OrbitCamera } from './orbit-camera.js'
import type { OrbitPose } from './orbit-pose.js'
import type { Overlays } from './overlays.js'
import type { Picked } from './pick.js'
import type { StageRenderer } from './renderer.js'
import { createResolution, fullPixelRatio } from './resolution.js'
import type { ScreenshotOptions } from './screenshot.js'
import type { ShownModel } from './shown-model.js'
import type { Stage } from './stage.js'
import type { Visibility } from './visibility.js'

const SHADOW_INTERVAL_MS = 100
/** A longer gap between two frames was a pause, which nothing makes up for. */
const LONGEST_STEP_SECONDS = 0.1

interface PainterOptions {
  readonly camera: OrbitCamera
  readonly control: CameraControl
  readonly overlays: Overlays
  readonly sight: Visibility
  readonly stage: () => Stage
  readonly shown: () => ShownModel | null
  /** Whether the model may turn by itself, and whether it does at that moment. */
  readonly turning: (now: number) => { readonly wanted: boolean; readonly active: boolean }
  /** Null: there is no such camera. */
  readonly poseOf: (camera: string) => OrbitPose | null
  /** The model is on screen; `again`: after its context was lost. */
  onPresented(shown: ShownModel, again: boolean): void
}

export interface Painter {
  /** The model's picture is in the canvas. */
  readonly hasDrawn: boolean
  /** Asks for a frame, where there is something to see and somebody to see it. */
  request(): void
  /** The same; the time until now was a pause. */
  wake(): void
  /** The model stands differently, and so does its shadow. */
  redraw(): void
  /** Called by the driver. */
  frame(now: number): void
  /** The picture of the model is gone; `isLost`: with its context. */
  forget(isLost: boolean): void
  /** What was on screen, of a context that is about to go; null: there was nothing. */
  still(renderer: StageRenderer): HTMLCanvasElement | null
  /** What was drawn at a point of the page, in client coordinates; null: no part of the model. */
  pick(clientX: number, clientY: number): Promise<Picked | null>
  /** @throws ModelError `webgl_unavailable` without a context or a model; TypeError for an unknown camera */
  screenshot(options: ScreenshotOptions): Promise<Blob>
}

export function createPainter(options: PainterOptions): Painter {
  const { camera, control, overlays, sight, stage, shown } = options
  const resolution = createResolution()
  let picture: 'none' | 'drawn' | 'lost' = 'none'
  let lastFrame = 0
  let lastShadow = 0

  function frame(now: number): void {
    const { state } = stage()
    if (state.phase !== 'live' || !state.isPrepared || !sight.isVisible || isFlat()) return
    const seconds = Math.min((now - lastFrame) / 1000, LONGEST_STEP_SECONDS)
    lastFrame = now
    const model = shown()
    const turning = options.turning(now)
    const isMoving = control.step(seconds, turning.active) || turning.wanted
    const isPlaying = model?.playback?.advance(seconds) ?? false
    if (isPlaying && now - lastShadow > SHADOW_INTERVAL_MS) {
      lastShadow = now
      state.renderer.markShadow()
    }
    if (model?.lookAgain() === true) control.reframe(true)
    const full = fullPixelRatio(sight.width, sight.height)
    const ratio = full * resolution.next(now, isMoving || isPlaying)
    if (state.renderer.resize(sight.width, sight.height, ratio)) {
      state.driver.resize?.(sight.width, sight.height, ratio)
    }
    draw(state.renderer, control.shown, sight.width / sight.height)
    overlays.place(isMoving || isPlaying, now, sight)
    if (model !== null && picture !== 'drawn') present(model)
    // The frame at rest is drawn in full.
    if (isMoving || isPlaying || ratio < full) request()
  }

  function isFlat(): boolean {
    return sight.width === 0 || sight.height === 0
  }

  function draw(renderer: StageRenderer, pose: OrbitPose, aspect: number): void {
    const bounds = shown()?.bounds ?? null
    camera.stand(pose, bounds, aspect)
    renderer.draw(camera, bounds)
  }

  /** The frame that was just drawn is on screen when the page is about to draw the next one. */
  function present(model: ShownModel): void {
    const again = picture === 'lost'
    picture = 'drawn'
    pageContexts.rebalance()
    requestAnimationFrame(() => {
      if (shown() === model && picture === 'drawn') options.onPresented(model, again)
    })
  }

  function request(): void {
    const { state } = stage()
    if (sight.isVisible && state.phase === 'live') state.driver.requestFrame()
  }

  return {
    get hasDrawn() {
      return picture === 'drawn'
    },
    request,
    wake() {
      lastFrame = performance.now()
      request()
    },
    redraw() {
      const { state } = stage()
      if (state.phase === 'live') state.renderer.markShadow()
      request()
    },
    frame,
    forget(isLost) {
      picture = isLost ? 'lost' : 'none'
    },
    still(renderer) {
      if (picture !== 'drawn' || isFlat()) return null
      draw(renderer, control.shown, sight.width / sight.height)
      return copyCanvas(renderer.canvas)
    },
    async pick(clientX, clientY) {
      const place = sight.placeOf(clientX, clientY)
      const { pick } = await import('./tools.js')
      const model = shown()
      if (model === null || place === null) return null
      camera.stand(control.shown, model.bounds, sight.aspect)
      return pick(model.instance.root, camera, place, model.instance.nameOf)
    },
    async screenshot(wanted) {
      if (shown() !== null) stage().want()
      const { takePicture } = await import('./tools.js')
      const { state } = stage()
      if (state.phase !== 'live' || shown() === null) {
        throw new ModelError('webgl_unavailable', 'No model is shown')
      }
      return takePicture(wanted, state.renderer, sight, {
        poseOf: (aspect, name) => (name === undefined ? control.poseFor(aspect) : options.poseOf(name)),
        draw: (pose, aspect) => draw(state.renderer, pose, aspect),
        drawShown() {
          if (!isFlat()) draw(state.renderer, control.shown, sight.width / sight.height)
        },
      })
    },
  }
}
