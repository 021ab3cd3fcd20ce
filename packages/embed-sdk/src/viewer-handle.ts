/** The viewer chunk: plain three over viewer-core, from the bytes of a model to something that can be turned. */
import {
  createViewer,
  disposeDecoders,
  fillSettings,
  loadModel,
  type LoadedModel,
  type SparseSceneSettings,
  type Viewer,
} from '@vectreal/viewer-core'
import { creditLine } from './credit-line.js'
import type { SceneManifest } from './scene-manifest.js'
import type { OpenViewerOptions, SceneControls, SceneOverrides, ViewerHandle } from './scene-states.js'

/** Viewers on this page. Decoder workers are shared, so the last one that goes ends them. */
let open = 0

export async function openViewer(bytes: ArrayBuffer, options: OpenViewerOptions): Promise<ViewerHandle> {
  const { manifest, signal, surface } = options
  open += 1
  let viewer: Viewer | null = null
  let model: LoadedModel | null = null
  let line: HTMLElement | null = null
  const dispose = () => {
    viewer?.dispose()
    model?.dispose()
    line?.remove()
    viewer = model = null
    open -= 1
    if (open === 0) void disposeDecoders()
  }
  try {
    model = await loadModel(bytes, { signal })
    signal.throwIfAborted()
    const settings = settingsOf(manifest, options.overrides())
    viewer = createViewer(surface.stage, { settings, name: manifest.name })
    forwardEvents(viewer, options)
    viewer.setModel(model)
    const credit = settings.credit ?? model.credit
    if (credit !== null) surface.stage.append((line = creditLine(credit)))
    await firstFrame(viewer, surface.stage, signal)
  } catch (cause) {
    dispose()
    throw cause
  }
  const shown = viewer
  return {
    controls: controlsOf(shown, model),
    update: (overrides) => shown.setSettings(settingsOf(manifest, overrides)),
    dispose,
  }
}

function settingsOf({ settings }: SceneManifest, { autoRotate, cameraControls, alt }: SceneOverrides) {
  const controls: SparseSceneSettings['controls'] = {
    ...(autoRotate === null ? {} : { autoRotate }),
    ...(cameraControls === true ? { orbit: true } : {}),
    ...(cameraControls === false ? { orbit: false, zoom: false, pan: false } : {}),
  }
  return fillSettings(settings, { controls, ...(alt === null ? {} : { alt }) })
}

function forwardEvents(viewer: Viewer, { surface, onFailure }: OpenViewerOptions): void {
  viewer.on('ready', () => surface.setDrawn(true))
  viewer.on('contextlost', () => {
    surface.setDrawn(false)
    surface.setState('context-lost')
  })
  viewer.on('contextrestored', () => surface.setState('ready'))
  viewer.on('error', onFailure)
  viewer.on('pose', (pose) => surface.emit('pose', pose))
  viewer.on('playing', (playing) => surface.emit('playing', { playing }))
  viewer.on('hotspot', (hotspot) => surface.emit('hotspot', hotspot))
}

/**
 * A viewer out of sight does not draw; it counts as ready, because nothing more will happen until it is seen. So does
 * one without any area, which is a mistake of the page.
 */
function firstFrame(viewer: Viewer, stage: HTMLElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const sight = new IntersectionObserver(([entry]) => {
      const isEmpty = stage.clientWidth === 0 || stage.clientHeight === 0
      if (isEmpty && stage.getClientRects().length > 0) warnEmpty(stage)
      if (!entry?.isIntersecting || isEmpty || document.hidden) settle(resolve)
    })
    const abort = () => settle(() => reject(signal.reason))
    const stops = [
      viewer.on('ready', () => settle(resolve)),
      viewer.on('error', (error) => settle(() => reject(error))),
      () => sight.disconnect(),
      () => signal.removeEventListener('abort', abort),
    ]
    const settle = (then: () => void) => {
      for (const stop of stops.splice(0)) stop()
      then()
    }
    signal.addEventListener('abort', abort)
    sight.observe(stage)
  })
}

function warnEmpty({ clientWidth, clientHeight }: HTMLElement): void {
  // oxlint-disable-next-line no-console -- nothing else would tell why the page stays empty
  console.warn(
    `[vectreal] the scene has a box of ${clientWidth}×${clientHeight} pixels, so nothing is drawn. Give the element or its parent a size.`,
  )
}

function controlsOf(viewer: Viewer, model: LoadedModel): SceneControls {
  const { variants, clips } = model
  return {
    get cameras() {
      return viewer.cameras
    },
    variants,
    animations: clips,
    async goTo(camera) {
      requireKnown(viewer.goTo(camera), 'camera', camera, viewer.cameras)
    },
    async setVariant(variant) {
      requireKnown(viewer.setVariant(variant), 'variant', variant, variants)
    },
    async play(animation) {
      requireKnown(viewer.play(animation), 'animation', animation, clips)
    },
    async pause() {
      viewer.pause()
    },
    async seek(seconds) {
      viewer.seek(seconds)
    },
    screenshot: (options) => viewer.screenshot(options),
  }
}

function requireKnown(isKnown: boolean, kind: string, name: unknown, known: readonly string[]): void {
  if (isKnown) return
  throw new TypeError(
    `This scene has no ${kind} ${JSON.stringify(name ?? 'at all')}; it has: ${known.map((one) => JSON.stringify(one)).join(', ') || 'none'}`,
  )
}
