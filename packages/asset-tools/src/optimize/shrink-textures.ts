/** Makes textures smaller: at most so many pixels a side, and WebP where that saves enough; or KTX2 where that is asked for. */
import { type Document, type Texture, TextureChannel } from '@gltf-transform/core'
import { EXTTextureWebP, KHRTextureBasisu } from '@gltf-transform/extensions'
import { getTextureChannelMask, getTextureColorSpace, listTextureSlots } from '@gltf-transform/functions'
import { readImageSize } from '@vectreal/scene-format'
import { platform } from '#platform'

/** Encoding anew costs a little quality; it has to save this much to be worth it. */
const MIN_SAVING = 0.1
/** Errors in directions show as wrong reflections sooner than errors in colours do. */
const DIRECTION_QUALITY = 93
const DIRECTIONS = /normal|anisotropy/i

export interface TextureOptions {
  readonly maxSide: number
  readonly quality: number
  /** KTX2, which stays packed on the graphics card. */
  readonly ktx2: boolean
  readonly signal?: AbortSignal | undefined
}

/** How a format is called, and what says that a file has it. */
const FORMATS = {
  webp: { mediaType: 'image/webp', extension: EXTTextureWebP },
  ktx2: { mediaType: 'image/ktx2', extension: KHRTextureBasisu },
} as const

interface Smaller {
  readonly format: keyof typeof FORMATS
  readonly bytes: Uint8Array
}

export async function shrinkTextures(document: Document, options: TextureOptions): Promise<void> {
  for (const texture of document.getRoot().listTextures()) {
    options.signal?.throwIfAborted()
    const smaller = (options.ktx2 ? await pack(texture, options) : null) ?? (await shrink(texture, options))
    if (smaller === null) continue
    const uri = texture.getURI()
    texture.setImage(smaller.bytes as Uint8Array<ArrayBuffer>).setMimeType(FORMATS[smaller.format].mediaType)
    if (uri !== '') texture.setURI(uri.replace(/\.[^./]*$/, `.${smaller.format}`))
  }
  for (const { mediaType, extension } of Object.values(FORMATS)) {
    const isUsed = document
      .getRoot()
      .listTextures()
      .some((texture) => texture.getMimeType() === mediaType)
    if (isUsed) document.createExtension<EXTTextureWebP | KHRTextureBasisu>(extension).setRequired(true)
  }
}

/** Larger than WebP mostly: it is asked for because of the graphics card. Null: it cannot be made of this picture. */
async function pack(texture: Texture, { maxSide }: TextureOptions): Promise<Smaller | null> {
  const image = texture.getImage()
  const size = image === null ? null : readImageSize(image)
  if (image === null || size === null || size.format === 'ktx2') return null
  const bytes = await platform.encodeKtx2(image, {
    maxSide,
    isColor: getTextureColorSpace(texture) === 'srgb',
    isDirection: showsDirections(texture),
  })
  return bytes && { format: 'ktx2', bytes }
}

/** Null: as it is, it is better. KTX2 stays packed on the graphics card, and AVIF is smaller than WebP already. */
async function shrink(texture: Texture, { maxSide, quality }: TextureOptions): Promise<Smaller | null> {
  const image = texture.getImage()
  const size = image === null ? null : readImageSize(image)
  if (image === null || size === null || size.format === 'ktx2' || size.format === 'avif') return null
  const isTooLarge = Math.max(size.width, size.height) > maxSide
  // Lossy already: a second time only loses.
  if (size.format === 'webp' && !isTooLarge) return null
  const isDirection = showsDirections(texture)
  const bytes = await platform.encodeWebp(image, {
    maxSide,
    quality: isDirection ? DIRECTION_QUALITY : quality,
    isDirection,
    alpha: (getTextureChannelMask(texture) & TextureChannel.A) !== 0,
  })
  if (bytes === null) return null
  const most = isTooLarge ? image.byteLength : image.byteLength * (1 - MIN_SAVING)
  return bytes.byteLength <= most ? { format: 'webp', bytes } : null
}

const showsDirections = (texture: Texture): boolean =>
  listTextureSlots(texture).some((slot) => DIRECTIONS.test(slot))
