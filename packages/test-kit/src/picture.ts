/** Reads a screenshot back, to tell a drawn model from an empty box. */
import type { Browser, Locator } from 'playwright-core'

const SCREENSHOT_WITHIN_MS = 120_000

export interface Picture {
  readonly width: number
  readonly height: number
  /** Distinct colours, at 32 steps a channel. */
  readonly colours: number
  /** The part of the pixels, 0 to 1, that differs clearly from the corners. */
  readonly coverage: number
  /** The part of the pixels, 0 to 1, that has the colour asked for; 0 where none is. */
  readonly share: number
}

/** sRGB, each channel 0 to 255. */
type Colour = readonly [red: number, green: number, blue: number]

/**
 * What an element shows. Taken as a clip of the page: a screenshot of the element would wait for animation frames, which
 * a software GPU on a busy machine gives rarely. Decoded by the browser, on a page of its own.
 */
export async function readPicture(
  browser: Browser,
  element: Locator,
  wanted: Colour | null = null,
): Promise<Picture> {
  await element.evaluate((node) => node.scrollIntoView({ block: 'center' }))
  const clip = await element.boundingBox()
  if (clip === null) throw new Error('The element is not on the page.')
  const png = await element.page().screenshot({ clip, timeout: SCREENSHOT_WITHIN_MS })
  const page = await browser.newPage()
  try {
    return await page.evaluate(readPixels, { base64: png.toString('base64'), wanted })
  } finally {
    await page.close()
  }
}

/** Runs in the browser. */
async function readPixels({ base64, wanted }: { base64: string; wanted: Colour | null }): Promise<Picture> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const { width, height } = bitmap
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no 2D canvas')
  context.drawImage(bitmap, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  const at = (index: number) => [data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0] as const
  const [red, green, blue] = at(0)
  const seen = new Set<number>()
  let different = 0
  let same = 0
  for (let index = 0; index < data.length; index += 4) {
    const [r, g, b] = at(index)
    seen.add(((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3))
    if (Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) > 60) different += 1
    if (wanted?.every((channel, at) => Math.abs(channel - (data[index + at] ?? 0)) <= 8)) same += 1
  }
  return {
    width,
    height,
    colours: seen.size,
    coverage: different / (width * height),
    share: same / (width * height),
  }
}
