/**
 * Draws two models by the platform's viewer and says how alike their pictures are: structural similarity of their light, and the colour of
 * each window; 1 is the same.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { launchBrowser } from '@vectreal/test-kit'
import { build } from 'vite'

const VIEWER = new URL('../../viewer-core/', import.meta.url)
/** Sides that a model is looked at from; each clip at two moments, each variant, from the first one. */
const VIEWS = 4
const MOST_CLIPS = 3
const MOST_VARIANTS = 4
const SIZE = { width: 512, height: 384 }

export async function startComparison() {
  const temp = await mkdtemp(fileURLToPath(new URL('node_modules/.bench-', VIEWER)))
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('tests/', VIEWER)),
    build: { ssr: 'test-site.ts', outDir: temp, target: 'node20' },
  })
  const { startTestSite } = await import(pathToFileURL(join(temp, 'test-site.js')))
  const site = await startTestSite(fileURLToPath(VIEWER))
  const browser = await launchBrowser()
  return {
    /**
     * What each pair of pictures shows (a view, a moment of a clip, a variant) with how alike they are, 0 where the second model has no
     * such picture. `keep`: a function that gets PNGs by name, the original beside the second one: the first view, and where they differ
     * most.
     */
    async compare(original, optimized, keep) {
      const page = await browser.newPage({ viewport: { width: 320, height: 240 } })
      try {
        await page.goto(site.origin)
        const models = [original, optimized].map((bytes) => bytes.toString('base64'))
        const { pairs, kept } = await page.evaluate(comparePictures, {
          models,
          isKept: keep !== undefined,
          views: VIEWS,
          clips: MOST_CLIPS,
          variants: MOST_VARIANTS,
          size: SIZE,
        })
        for (const [name, picture] of Object.entries(kept)) await keep(name, Buffer.from(picture, 'base64'))
        return pairs
      } finally {
        await page.close()
      }
    },
    async close() {
      await browser.close()
      await site.close()
      await rm(temp, { recursive: true, force: true })
    },
  }
}

/** Runs in the page. */
async function comparePictures({ models, views, clips, variants, size, isKept }) {
  const { kit } = window
  const pictures = []
  /** By clip: moments are those of the first model, so that a clip that runs at another speed shows. */
  const durations = new Map()
  for (const base64 of models) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const settings = { animation: { autoplay: false }, environment: { preset: 'neutral' } }
    const model = await kit.core.loadModel(bytes.buffer)
    const viewer = await kit.showModel(model, { settings }, 'tile')
    const taken = new Map()
    const pose = viewer.pose
    for (let view = 0; view < views; view += 1) {
      viewer.setPose({ ...pose, azimuth: pose.azimuth + (view * 2 * Math.PI) / views })
      taken.set(`view ${view + 1}`, onWhite(await kit.pixels(viewer, size)))
    }
    viewer.setPose(pose)
    for (const clip of model.clips.slice(0, clips)) {
      viewer.play(clip)
      viewer.pause()
      if (!durations.has(clip)) durations.set(clip, viewer.playback?.durationSeconds ?? 0)
      for (const share of [0.3, 0.8]) {
        viewer.seek(share * durations.get(clip))
        taken.set(`clip ${clip} at ${share}`, onWhite(await kit.pixels(viewer, size)))
      }
    }
    for (const variant of model.variants.slice(0, variants)) {
      viewer.setVariant(variant)
      taken.set(`variant ${variant}`, onWhite(await kit.pixels(viewer, size)))
    }
    viewer.dispose()
    pictures.push(taken)
  }
  const pairs = [...pictures[0]].map(([shows, picture]) => {
    const other = pictures[1].get(shows)
    return { shows, similarity: other === undefined ? 0 : similarity(picture, other, size) }
  })
  const [first] = pairs
  const worst = pairs.reduce((least, pair) => (pair.similarity < least.similarity ? pair : least))
  const kept = isKept ? { front: await beside(first.shows), worst: await beside(worst.shows) } : {}
  return { pairs, kept }

  /** A PNG of both, as base64. */
  async function beside(shows) {
    const { width, height } = size
    const canvas = new OffscreenCanvas(2 * width, height)
    const context = canvas.getContext('2d')
    for (const [index, taken] of pictures.entries()) {
      const colors = taken.get(shows)?.colors
      if (colors === undefined) continue
      const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
      for (let at = 0; at < width * height; at += 1)
        for (const c of [0, 1, 2]) pixels[at * 4 + c] = colors[c][at]
      context.putImageData(new ImageData(pixels, width, height), index * width, 0)
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  }

  /** Colours and luma over the page's white. */
  function onWhite(data) {
    const count = data.length / 4
    const colors = [0, 1, 2].map((channel) =>
      Float64Array.from({ length: count }, (_, at) => {
        const alpha = data[at * 4 + 3]
        return data[at * 4 + channel] * (alpha / 255) + 255 - alpha
      }),
    )
    const [red, green, blue] = colors
    const luma = red.map((value, at) => 0.299 * value + 0.587 * green[at] + 0.114 * blue[at])
    return { luma, colors }
  }

  /**
   * Mean over windows of 8 × 8 pixels (Wang et al., 2004), those without anything in them left out. Of luma, and lessened where the
   * colours of a window differ: red is not green, however bright.
   */
  function similarity(one, other, { width, height }) {
    const [c1, c2, side] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2, 8]
    const likeness = (mean, second) => (2 * mean * second + c1) / (mean * mean + second * second + c1)
    let [sum, windows] = [0, 0]
    for (let top = 0; top + side <= height; top += 4) {
      for (let left = 0; left + side <= width; left += 4) {
        let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0]
        const means = [0, 0, 0, 0, 0, 0]
        for (let y = top; y < top + side; y += 1) {
          for (let x = left; x < left + side; x += 1) {
            const at = y * width + x
            const [p, q] = [one.luma[at], other.luma[at]]
            a += p
            b += q
            aa += p * p
            bb += q * q
            ab += p * q
            for (const c of [0, 1, 2]) {
              means[c] += one.colors[c][at]
              means[c + 3] += other.colors[c][at]
            }
          }
        }
        const count = side * side
        if (means.every((sum) => sum === 255 * count)) continue
        const [ma, mb] = [a / count, b / count]
        const [va, vb, cov] = [aa / count - ma * ma, bb / count - mb * mb, ab / count - ma * mb]
        const structure = (2 * cov + c2) / (va + vb + c2)
        const colors = [0, 1, 2].map((c) => likeness(means[c] / count, means[c + 3] / count))
        sum += structure * Math.min(likeness(ma, mb), ...colors)
        windows += 1
      }
    }
    return windows === 0 ? 1 : sum / windows
  }
}
