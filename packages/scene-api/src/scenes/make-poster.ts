/** Re-encodes a poster: a known format, upright, bounded, without metadata; and a tiny stand-in for it. */
import { open } from 'node:fs/promises'
import sharp from 'sharp'
import { Problem } from '../problem.js'

export const POSTER_MEDIA_TYPE = 'image/webp'
const MAX_PIXELS = 50_000_000
/** Posters are shown behind a canvas: more pixels would not be seen. */
const MAX_SIDE = 2560
const PLACEHOLDER_SIDE = 16

export interface Poster {
  readonly data: Buffer
  readonly width: number
  readonly height: number
  readonly placeholder: string
}

export async function makePoster(filePath: string): Promise<Poster> {
  // sharp reads far more than these, SVG among it.
  if (!isKnownImage(await readHead(filePath))) {
    throw new Problem('invalid_image', { detail: 'The file is not a PNG, JPEG, WebP or AVIF image.' })
  }
  try {
    const image = sharp(filePath, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).rotate()
    const { data, info } = await image
      .clone()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 84 })
      .toBuffer({ resolveWithObject: true })
    const tiny = await image
      .clone()
      .resize({ width: PLACEHOLDER_SIDE, height: PLACEHOLDER_SIDE, fit: 'inside' })
      .webp({ quality: 40 })
      .toBuffer()
    return {
      data,
      width: info.width,
      height: info.height,
      placeholder: `data:${POSTER_MEDIA_TYPE};base64,${tiny.toString('base64')}`,
    }
  } catch (error) {
    throw new Problem('invalid_image', {
      detail: 'The image is damaged or has more than 50 megapixels.',
      cause: error,
    })
  }
}

async function readHead(filePath: string): Promise<Buffer> {
  const file = await open(filePath)
  try {
    const head = Buffer.alloc(16)
    await file.read(head, 0, 16, 0)
    return head
  } finally {
    await file.close()
  }
}

function isKnownImage(head: Buffer): boolean {
  const text = head.toString('latin1')
  return (
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    text.startsWith('\xff\xd8\xff') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    (text.slice(4, 8) === 'ftyp' && /^avi[fs]/.test(text.slice(8, 12)))
  )
}
