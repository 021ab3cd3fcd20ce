/** Hands the built package to the tests, which drive it from outside through `window.core`. */
import type * as arPage from './ar.js'
import * as core from '@vectreal/viewer-core'
import type { WebGLRenderer } from 'three'

/** three announces each renderer it makes to developer tools; the tests listen in. */
const renderers: WebGLRenderer[] = []
const devtools = new EventTarget()
devtools.addEventListener('observe', (event) => {
  const { detail } = event as CustomEvent<object>
  if ('info' in detail) renderers.push(detail as WebGLRenderer)
})

async function load(name: string, options?: core.LoadModelOptions): Promise<core.LoadedModel> {
  const bytes = await (await fetch(`/models/${name}.glb`)).arrayBuffer()
  return core.loadModel(bytes, options)
}

/**
 * A box on the page with a viewer in it. Without a light of its own: filtering one takes the software GPU seconds,
 * and the tests that look at light ask for it.
 */
function open(options: core.ViewerOptions = {}, box = 'box'): core.Viewer {
  const element = document.createElement('div')
  element.className = box
  document.querySelector('#root')!.append(element)
  const settings = { environment: { preset: 'none' }, ...options.settings } as const
  return core.createViewer(element, { ...options, settings })
}

function next<Name extends keyof core.ViewerEvents>(
  viewer: core.Viewer,
  name: Name,
): Promise<core.ViewerEvents[Name]> {
  return new Promise((resolve) => {
    const stop = viewer.on(name, (detail) => {
      stop()
      resolve(detail)
    })
  })
}

async function show(name: string, options?: core.ViewerOptions, box?: string): Promise<core.Viewer> {
  return showModel(await load(name), options, box)
}

async function showModel(
  model: core.LoadedModel,
  options?: core.ViewerOptions,
  box?: string,
): Promise<core.Viewer> {
  const viewer = open(options, box)
  const ready = next(viewer, 'ready')
  viewer.setModel(model)
  await ready
  return viewer
}

/** RGBA of a picture of what `viewer` shows. */
async function pixels(viewer: core.Viewer, options: core.ScreenshotOptions = {}): Promise<Uint8ClampedArray> {
  const picture = await createImageBitmap(await viewer.screenshot({ width: 200, height: 150, ...options }))
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(picture, 0, 0)
  return context.getImageData(0, 0, picture.width, picture.height).data
}

/** Share of the picture that is not background. */
async function coverage(viewer: core.Viewer, options?: core.ScreenshotOptions): Promise<number> {
  const data = await pixels(viewer, options)
  let covered = 0
  for (let at = 3; at < data.length; at += 4) if (data[at]! > 128) covered += 1
  return covered / (data.length / 4)
}

/** Where the model is in the picture, as shares of its width and height; null: nothing is seen. */
async function extent(viewer: core.Viewer, options?: core.ScreenshotOptions): Promise<Extent | null> {
  const { width, height } = { width: 200, height: 150, ...options }
  const data = await pixels(viewer, { ...options, width, height })
  const seen = { left: 1, right: 0, top: 1, bottom: 0 }
  for (let at = 3; at < data.length; at += 4) {
    if (data[at]! < 128) continue
    const pixel = (at - 3) / 4
    const x = pixel % width
    const y = Math.floor(pixel / width)
    seen.left = Math.min(seen.left, x / width)
    seen.right = Math.max(seen.right, (x + 1) / width)
    seen.top = Math.min(seen.top, y / height)
    seen.bottom = Math.max(seen.bottom, (y + 1) / height)
  }
  return seen.right === 0 ? null : seen
}

interface Extent {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The colours of a picture, commonest first, as `r,g,b`; edges and the background are left out. */
async function colours(viewer: core.Viewer): Promise<string[]> {
  const data = await pixels(viewer)
  const counts = new Map<string, number>()
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3]! < 255) continue
    const colour = data.subarray(at, at + 3).join()
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const common = [...counts].filter(([, count]) => count > 20)
  return common.toSorted(([, a], [, b]) => b - a).map(([colour]) => colour)
}

function frames(count: number): Promise<void> {
  return new Promise((resolve) => {
    const step = (left: number): void => {
      if (left === 0) resolve()
      else requestAnimationFrame(() => step(left - 1))
    }
    step(count)
  })
}

/** Resolves once a renderer has drawn nothing for `count` frames of the page. */
async function rest(renderer: WebGLRenderer, count = 20): Promise<void> {
  for (let seen = -1; seen !== renderer.info.render.frame; ) {
    seen = renderer.info.render.frame
    await frames(count)
  }
}

const kit = {
  core,
  ar: () => import('@vectreal/viewer-core/ar'),
  async startAr(...given: Parameters<typeof arPage.startAr>) {
    return (await import('./ar.js')).startAr(...given)
  },
  renderers,
  load,
  open,
  next,
  show,
  showModel,
  pixels,
  coverage,
  extent,
  colours,
  frames,
  rest,
}
export type Kit = typeof kit

Object.assign(window, kit, { __THREE_DEVTOOLS__: devtools, kit })
