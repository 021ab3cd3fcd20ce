/** Gives the materials of an exported GLB their pictures, byte by byte as they came wherever glTF takes them. */
import { type Document, type Material, type Texture, type TextureInfo } from '@gltf-transform/core'
import { KHRTextureTransform } from '@gltf-transform/extensions'
import { readImageSize } from '@vectreal/scene-format'
import { ClampToEdgeWrapping, MirroredRepeatWrapping, type Wrapping } from 'three'
import { platform } from '#platform'
import { type Channel, mergeChannels } from './merge-channels.js'
import { markOf } from './export-glb.js'
import type { TextureUse } from './plain-materials.js'
import { toPng } from './to-png.js'

const MEDIA_TYPES = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  ktx2: 'image/ktx2',
}

export interface Attached {
  readonly missing: readonly string[]
  /** There, and in a format that nobody here reads. */
  readonly unreadable: readonly string[]
}

type Find = (reference: string) => Promise<Uint8Array | null>

export async function attachTextures(
  document: Document,
  uses: readonly (readonly TextureUse[])[],
  find: Find,
): Promise<Attached> {
  const library = new Library(document, find)
  for (const material of document.getRoot().listMaterials()) {
    const mark = markOf(material.getExtras())
    material.setExtras({})
    for (const use of uses[mark ?? -1] ?? [])
      await attach(document, material, use, uses[mark ?? -1] ?? [], library)
  }
  return { missing: [...library.missing], unreadable: [...library.unreadable] }
}

async function attach(
  document: Document,
  material: Material,
  use: TextureUse,
  all: readonly TextureUse[],
  library: Library,
): Promise<void> {
  switch (use.slot) {
    case 'baseColor':
      return place(
        document,
        use,
        material.setBaseColorTexture(await library.texture(use.reference)).getBaseColorTextureInfo(),
      )
    case 'normal':
      return place(
        document,
        use,
        material.setNormalTexture(await library.texture(use.reference)).getNormalTextureInfo(),
      )
    case 'emissive':
      return place(
        document,
        use,
        material.setEmissiveTexture(await library.texture(use.reference)).getEmissiveTextureInfo(),
      )
    case 'occlusion':
      return place(
        document,
        use,
        material
          .setOcclusionTexture(
            use.part === undefined || use.part === 'r'
              ? await library.texture(use.reference)
              : await library.merged({ red: use }),
          )
          .getOcclusionTextureInfo(),
      )
    default: {
      if (material.getMetallicRoughnessTexture() !== null) return
      const of = (slot: string) => all.find((other) => other.slot === slot)
      const texture = await library.metalRough(of('metallic'), of('roughness'))
      return place(
        document,
        use,
        material.setMetallicRoughnessTexture(texture).getMetallicRoughnessTextureInfo(),
      )
    }
  }
}

/** Null: the picture is not there. */
function place(
  document: Document,
  { wrap, repeat, offset, rotation, channel }: TextureUse,
  info: TextureInfo | null,
): void {
  if (info === null) return
  info.setWrapS(wrapOf(wrap[0])).setWrapT(wrapOf(wrap[1])).setTexCoord(channel)
  if (repeat[0] === 1 && repeat[1] === 1 && offset[0] === 0 && offset[1] === 0 && rotation === 0) return
  // Coordinates were turned upside down, and the picture's origin with them.
  const transform = document
    .createExtension(KHRTextureTransform)
    .createTransform()
    .setScale([repeat[0], repeat[1]])
    .setOffset([offset[0] + Math.sin(rotation) * repeat[1], 1 - Math.cos(rotation) * repeat[1] - offset[1]])
    .setRotation(-rotation)
  info.setExtension('KHR_texture_transform', transform)
}

/** The numbers of glTF are those of OpenGL. */
const GL_REPEAT = 10_497
const GL_CLAMP_TO_EDGE = 33_071
const GL_MIRRORED_REPEAT = 33_648

function wrapOf(wrap: Wrapping) {
  if (wrap === ClampToEdgeWrapping) return GL_CLAMP_TO_EDGE
  return wrap === MirroredRepeatWrapping ? GL_MIRRORED_REPEAT : GL_REPEAT
}

/** Each picture once. */
class Library {
  readonly missing = new Set<string>()
  readonly unreadable = new Set<string>()
  readonly #textures = new Map<string, Texture | null>()
  readonly #document: Document
  readonly #find: Find

  constructor(document: Document, find: Find) {
    this.#document = document
    this.#find = find
  }

  async texture(reference: string): Promise<Texture | null> {
    const known = this.#textures.get(reference)
    if (known !== undefined) return known
    const image = await this.#image(reference)
    const texture =
      image &&
      this.#document.createTexture(nameOf(reference)).setImage(image.bytes).setMimeType(image.mediaType)
    this.#textures.set(reference, texture)
    return texture
  }

  async metalRough(metallic?: TextureUse, roughness?: TextureUse): Promise<Texture | null> {
    const isPacked = (metallic?.part ?? 'b') === 'b' && (roughness?.part ?? 'g') === 'g'
    if (metallic !== undefined && metallic.reference === roughness?.reference && isPacked)
      return this.texture(metallic.reference)
    return this.merged({ green: roughness, blue: metallic })
  }

  /** One picture of channels of others. */
  async merged(
    uses: Partial<Record<'red' | 'green' | 'blue', TextureUse | undefined>>,
  ): Promise<Texture | null> {
    const channels: Partial<Record<'red' | 'green' | 'blue', Channel>> = {}
    for (const [name, use] of Object.entries(uses)) {
      const image = use && (await this.#image(use.reference))
      if (image) channels[name as 'red'] = { bytes: image.bytes, part: use.part }
    }
    if (Object.keys(channels).length === 0) return null
    const name = 'red' in uses ? 'occlusion' : 'metallic-roughness'
    return this.#document
      .createTexture(name)
      .setImage(await mergeChannels(channels))
      .setMimeType('image/png')
  }

  async #image(reference: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string } | null> {
    const bytes = await this.#find(reference)
    if (bytes === null || bytes.byteLength === 0) {
      this.missing.add(shownName(reference))
      return null
    }
    const size = readImageSize(bytes)
    if (size !== null)
      return {
        bytes: bytes as Uint8Array<ArrayBuffer>,
        mediaType: MEDIA_TYPES[size.format],
      }
    const png = await toPng(reference, bytes, platform).catch(() => null)
    if (png === null) this.unreadable.add(shownName(reference))
    return png && { bytes: png as Uint8Array<ArrayBuffer>, mediaType: 'image/png' }
  }
}

const nameOf = (reference: string): string =>
  /^(?:blob|data):/.test(reference)
    ? ''
    : (reference.replaceAll('\\', '/').split('/').at(-1) ?? '').replace(/\.[^.]*$/, '')

/** What stands inside the file has no name, and is long. */
const shownName = (reference: string): string => {
  const type = /^data:([^;,]*)/.exec(reference)?.[1]
  return type === undefined ? reference : `a picture inside the file (${type})`
}
