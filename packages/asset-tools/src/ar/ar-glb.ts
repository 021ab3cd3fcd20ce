/** A GLB for the AR apps of phones, which read less than browsers do. */
import { type Document, type Texture, TextureChannel } from '@gltf-transform/core'
import {
  EXTMeshGPUInstancing,
  EXTMeshoptCompression,
  EXTTextureAVIF,
  EXTTextureWebP,
  KHRDracoMeshCompression,
  KHRMaterialsPBRSpecularGlossiness,
  KHRMeshQuantization,
} from '@gltf-transform/extensions'
import {
  dequantize,
  getTextureChannelMask,
  listTextureSlots,
  metalRough,
  uninstance,
} from '@gltf-transform/functions'
import {
  createBytesReader,
  describeFinding,
  type Glb,
  type ImageSize,
  openGlb,
  readImageSize,
} from '@vectreal/scene-format'
import { platform } from '#platform'
import { AssetError } from '../asset-error.js'
import { createIo, toJsonDocument } from '../optimize/create-io.js'
import { applyLook, type ArLook } from './ar-look.js'

/** What a phone loads over its network before a visitor gives up. */
const MAX_AR_BYTES = 30 * 1024 * 1024
const MAX_TEXTURE_SIDE = 2048
const COLOUR_QUALITY = 90
/** Errors in directions show as wrong reflections sooner than errors in colours do. */
const DIRECTION_QUALITY = 95
const PLAIN_FORMATS = /^(?:png|jpeg)$/
const DIRECTIONS = /normal|anisotropy/i

/** What Scene Viewer and Quick Look do not read. */
const UNREAD: readonly string[] = [
  EXTMeshoptCompression.EXTENSION_NAME,
  EXTMeshGPUInstancing.EXTENSION_NAME,
  EXTTextureAVIF.EXTENSION_NAME,
  EXTTextureWebP.EXTENSION_NAME,
  KHRMaterialsPBRSpecularGlossiness.EXTENSION_NAME,
  KHRMeshQuantization.EXTENSION_NAME,
]

/** A file for AR, or a sentence that says why there is none. */
export type ArFileResult =
  /** The very bytes that came in can be used. */
  | { readonly kind: 'same' }
  | { readonly kind: 'made'; readonly bytes: Uint8Array }
  | { readonly kind: 'none'; readonly reason: string }

/**
 * A GLB that Android's Scene Viewer reads, in metres: without Meshopt, instancing, quantised attributes, WebP, AVIF;
 * textures of at most 2048 pixels a side as PNG or JPEG; at most 30 MiB.
 *
 * @throws AssetError `invalid_model`: the viewer would not show the file
 */
export async function makeArGlb(bytes: Uint8Array, look: ArLook = {}): Promise<ArFileResult> {
  const missing = whyNoPlainTextures(openModel(bytes))
  if (missing !== null) return { kind: 'none', reason: missing }
  const shown = applyLook(bytes, look)
  const glb = openModel(shown)
  const plain = isPlain(glb) ? shown : await writePlain(glb)
  return withinSize(plain) ?? (plain === bytes ? { kind: 'same' } : { kind: 'made', bytes: plain })
}

/** @throws AssetError `invalid_model` */
export function openModel(bytes: Uint8Array): Glb {
  const opened = openGlb(createBytesReader(bytes))
  if (opened.ok) return opened.glb
  throw new AssetError({
    code: 'invalid_model',
    message: opened.errors.map(describeFinding).join(' '),
    hint: 'Export the model again as glTF Binary (.glb).',
  })
}

/** Null: every texture can become a PNG or a JPEG. */
export function whyNoPlainTextures({ extensionsUsed }: Glb): string | null {
  return extensionsUsed.includes('KHR_texture_basisu')
    ? 'Its textures are KTX2, which the AR apps of phones do not read. Upload the model with PNG, JPEG or WebP textures.'
    : null
}

export function withinSize(bytes: Uint8Array): ArFileResult | null {
  if (bytes.byteLength <= MAX_AR_BYTES) return null
  const megabytes = Math.ceil(bytes.byteLength / 1024 / 1024)
  const reason = `The file for AR would have ${megabytes} MiB; phones get at most ${MAX_AR_BYTES / 1024 / 1024}.`
  return { kind: 'none', reason }
}

/** Whether phones read the file as it is; Draco they unpack themselves. */
export function isPlain({ json, extensionsUsed, images }: Glb): boolean {
  const { buffers = [], images: definitions = [] } = json as { buffers?: object[]; images?: object[] }
  const liesOutside = [...buffers, ...definitions].some((entry) => 'uri' in entry)
  return !liesOutside && !extensionsUsed.some((name) => UNREAD.includes(name)) && images.every(isPlainImage)
}

/** What nothing drawn needs may be of any kind. */
const isPlainImage = (size: ImageSize | null): boolean =>
  size === null || (PLAIN_FORMATS.test(size.format) && Math.max(size.width, size.height) <= MAX_TEXTURE_SIDE)

/** Everything unpacked, Draco as well. */
export async function writePlain(glb: Glb): Promise<Uint8Array> {
  const io = await createIo(glb.extensionsUsed)
  const document = await io.readJSON(toJsonDocument(glb))
  await document.transform(metalRough(), uninstance(), dequantize())
  for (const texture of document.getRoot().listTextures()) await makePlain(texture)
  for (const extension of document.getRoot().listExtensionsUsed()) {
    const { extensionName } = extension
    if (UNREAD.includes(extensionName) || extensionName === KHRDracoMeshCompression.EXTENSION_NAME)
      extension.dispose()
  }
  mergeBuffers(document)
  return io.writeBinary(document)
}

async function makePlain(texture: Texture): Promise<void> {
  const image = texture.getImage()
  if (image === null) return
  const size = readImageSize(image)
  if (size === null || isPlainImage(size)) return
  const quality = listTextureSlots(texture).some((slot) => DIRECTIONS.test(slot))
    ? DIRECTION_QUALITY
    : COLOUR_QUALITY
  const alpha = (getTextureChannelMask(texture) & TextureChannel.A) !== 0
  const { bytes, mediaType } = await platform.encodePlain(image, {
    maxSide: MAX_TEXTURE_SIDE,
    quality,
    alpha,
  })
  texture.setImage(bytes as Uint8Array<ArrayBuffer>).setMimeType(mediaType)
}

/** A GLB has one buffer. */
function mergeBuffers(document: Document): void {
  const [first, ...others] = document.getRoot().listBuffers()
  if (first === undefined) return
  for (const accessor of document.getRoot().listAccessors()) accessor.setBuffer(first)
  for (const buffer of others) buffer.dispose()
}
