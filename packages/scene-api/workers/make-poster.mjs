/**
 * Makes a poster and a link picture of an image file: `node make-poster.mjs <image> <poster> <link picture> <options as JSON>`,
 * what came of it as JSON on stdout. A process of its own: decoding costs time and memory that the server does not have to spare.
 */
import { open, writeFile } from 'node:fs/promises'
import sharp from 'sharp'

const [source, target, linkTarget, optionsJson] = process.argv.slice(2)

class Invalid extends Error {}

async function makePoster({ side, pixels, heifPixels, posterSide, placeholderSide, link }) {
  // sharp reads far more than these, SVG among it.
  if (!isKnownImage(await readHead(source))) {
    throw new Invalid('The file is not a PNG, JPEG, WebP or AVIF image.')
  }
  // Its own limit would not say what the limit is.
  const image = sharp(source, { limitInputPixels: false, failOn: 'error', sequentialRead: true })
  // Of the header alone, whatever its size.
  const { format, width, height } = await image.metadata()
  const mostPixels = format === 'heif' ? heifPixels : pixels
  if (width > side || height > side) {
    throw new Invalid(`The image has ${width} × ${height} pixels; a side may have at most ${side}.`)
  }
  if (width * height > mostPixels) {
    const kind = format === 'heif' ? 'an AVIF image' : 'an image'
    throw new Invalid(
      `The image has ${width} × ${height} pixels; ${kind} may have at most ${mostPixels / 1_000_000} megapixels.`,
    )
  }
  // Decoded once: the poster, its placeholder and the link picture are made from the same small picture.
  const { data, info } = await image
    .autoOrient()
    .resize({ width: posterSide, height: posterSide, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const small = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
  const poster = await small.clone().webp({ quality: 84 }).toBuffer()
  const placeholder = await small
    .clone()
    .resize({ width: placeholderSide, height: placeholderSide, fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer()
  const preview = await makeLinkPicture(small.clone(), link)
  await writeFile(target, poster, { mode: 0o600, flag: 'wx' })
  await writeFile(linkTarget, preview, { mode: 0o600, flag: 'wx' })
  return {
    ok: true,
    width: info.width,
    height: info.height,
    placeholder: `data:image/webp;base64,${placeholder.toString('base64')}`,
  }
}

/** All of the poster in a fixed size, on the colour that pages show behind it. JPEG: some programs that preview links read no WebP. */
function makeLinkPicture(image, { width, height, background }) {
  return image
    .toColourspace('srgb')
    .flatten({ background })
    .resize({ width, height, fit: 'contain', background })
    .jpeg({ quality: 84, mozjpeg: true })
    .toBuffer()
}

async function readHead(path) {
  const file = await open(path)
  try {
    const head = Buffer.alloc(16)
    await file.read(head, 0, 16, 0)
    return head
  } finally {
    await file.close()
  }
}

function isKnownImage(head) {
  const text = head.toString('latin1')
  return (
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    text.startsWith('\xff\xd8\xff') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    (text.slice(4, 8) === 'ftyp' && /^avi[fs]/.test(text.slice(8, 12)))
  )
}

// One thread, so that the limit on computing time is one on time as well.
sharp.concurrency(1)
sharp.cache(false)
try {
  process.stdout.write(JSON.stringify(await makePoster(JSON.parse(optionsJson))))
} catch (error) {
  const isTooMuch = /alloc|out of memory/i.test(error.message)
  const detail =
    error instanceof Invalid
      ? error.message
      : isTooMuch
        ? 'The image takes too much memory to decode. Send fewer pixels.'
        : 'The image is damaged.'
  process.stdout.write(JSON.stringify({ ok: false, detail }))
}
