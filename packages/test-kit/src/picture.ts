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
}

/**
 * What an element shows. Taken as a clip of the page: a screenshot of the element would wait for animation frames, which
 * a software GPU on a busy machine gives rarely. Decoded by the browser, on a page of its own.
 */
export async function readPicture(browser: Browser, element: Locator): Promise<Picture> {
  await element.evaluate((node) => node.scrollIntoView({ block: 'center' }))
  const clip = await element.boundingBox()
  if (clip === null) throw new Error('The element is not on the page.')
  const png = await element.page().screenshot({ clip, timeout: SCREENSHOT_WITHIN_MS })
  const page = await browser.newPage()
  try {
    return await page.evaluate(async (base64) => {
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
      for (let index = 0; index < data.length; index += 4) {
        const [r, g, b] = at(index)
        seen.add(((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3))
        if (Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) > 60) different += 1
      }
      return { width, height, colours: seen.size, coverage: different / (width * height) }
    }, png.toString('base64'))
  } finally {
    await page.close()
  }
}
