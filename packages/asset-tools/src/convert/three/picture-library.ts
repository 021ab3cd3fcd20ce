/** The pictures of a model: read once, named where they are missing, and put together where glTF wants several in one. */
import type { Document, Extension, Texture } from '@gltf-transform/core'
import { EXTTextureAVIF, EXTTextureWebP, KHRTextureBasisu } from '@gltf-transform/extensions'
import { readImageSize } from '@vectreal/scene-format'
import { platform } from '#platform'
import { hasFourChannels, pictureType } from '../picture-format.js'
import { hasDirections, kindOfOpacity, type OpacityKind, opacityPartOf } from './judge-picture.js'
import { type Channel, mergeChannels, type Part, type Picture } from './merge-channels.js'
import type { TextureUse } from './plain-materials.js'
import { MAX_PIXELS, toPng } from './to-png.js'

type Find = (reference: string) => Promise<Uint8Array | null>

/** Channels of the picture that is made, by what they are taken from. */
type Sources = Partial<Record<Part, TextureUse | undefined>>

interface Image {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: string
}

interface Merged {
  readonly texture: Texture
  /** Channels that come from a picture; the others are full. */
  readonly parts: readonly Part[]
}

interface ColorWithOpacity {
  readonly texture: Texture | null
  /** What is seen through it; null: nobody knows. */
  readonly kind: OpacityKind | null
  /** The picture of the colour is in it. */
  readonly hasColor: boolean
  /** The opacity is there, and the picture of the colour is none that it can be put into. */
  readonly isApart: boolean
}

/** What glTF itself has not. */
const EXTENSIONS: Readonly<Record<string, new (document: Document) => Extension>> = {
  'image/webp': EXTTextureWebP,
  'image/avif': EXTTextureAVIF,
  'image/ktx2': KHRTextureBasisu,
}

interface Opacity {
  readonly part: Part
  readonly kind: OpacityKind
}

/** Each picture once, as it came or made of others. */
export class PictureLibrary {
  readonly missing = new Set<string>()
  readonly unreadable = new Set<string>()
  readonly #document: Document
  readonly #find: Find
  readonly #textures = new Map<string, Promise<Texture | null>>()
  /** By what they are made of. */
  readonly #merged = new Map<string, Promise<Merged | null>>()
  readonly #images = new Map<string, Promise<Image | null>>()
  /** Whether they have directions, and what is seen through them. */
  readonly #directions = new Map<string, Promise<boolean>>()
  readonly #opacities = new Map<string, Promise<Opacity | null>>()

  constructor(document: Document, find: Find) {
    this.#document = document
    this.#find = find
  }

  texture(reference: string): Promise<Texture | null> {
    return once(this.#textures, reference, async () => {
      const image = await this.#image(reference)
      return image && this.#create(nameOf(reference), image.bytes, image.mediaType)
    })
  }

  /** One picture of channels of others; null: none of them can be had, or not the one that it is for. */
  merged(name: string, sources: Sources, needed: Part | null = null): Promise<Merged | null> {
    const key = JSON.stringify(
      Object.entries(sources).map(([to, use]) => [to, use?.reference, use?.part, use?.isInverted]),
    )
    return once(this.#merged, key, () => this.#merge(name, sources, needed))
  }

  /** The picture of the colour with the opacity in it. */
  async colorWithOpacity(given: TextureUse | undefined, opacity: TextureUse): Promise<ColorWithOpacity> {
    const color = given && (await this.#image(given.reference)) !== null ? given : undefined
    const kept = async () => ({
      texture: color ? await this.texture(color.reference) : null,
      hasColor: color !== undefined,
    })
    const found = await this.#opacityOf(opacity)
    if (found === null) return { ...(await kept()), kind: null, isApart: false }
    const { part, kind } = found
    const isOwn = color?.reference === opacity.reference && part === 'alpha' && !opacity.isInverted
    if (isOwn || (kind === 'opaque' && color !== undefined))
      return { ...(await kept()), kind, isApart: false }
    const sources = { red: color, green: color, blue: color, alpha: { ...opacity, part } }
    const name = nameOf((color ?? opacity).reference)
    const merged = await this.merged(name, sources, color === undefined ? null : 'red')
    // A colour that nobody here unpacks stays as it is.
    if (merged === null) return { ...(await kept()), kind: null, isApart: true }
    return { texture: merged.texture, hasColor: color !== undefined, kind, isApart: false }
  }

  /** Where a picture has its opacity, and of what kind it is; null: it is not there. */
  #opacityOf({ reference, part, isInverted }: TextureUse): Promise<Opacity | null> {
    return once(this.#opacities, `${reference}\n${part}\n${isInverted}`, async () => {
      const picture = await this.#picture(reference)
      if (picture === null) return null
      const from = part ?? opacityPartOf(picture)
      return { part: from, kind: kindOfOpacity(picture, from, isInverted) }
    })
  }

  hasDirections(reference: string): Promise<boolean> {
    return once(this.#directions, reference, async () => {
      const picture = await this.#picture(reference)
      return picture !== null && hasDirections(picture)
    })
  }

  async #merge(name: string, sources: Sources, needed: Part | null): Promise<Merged | null> {
    const pictures = new Map<string, Picture | null>()
    const channels: Partial<Record<Part, Channel>> = {}
    for (const [to, use] of Object.entries(sources) as [Part, TextureUse | undefined][]) {
      if (use === undefined) continue
      if (!pictures.has(use.reference)) pictures.set(use.reference, await this.#picture(use.reference))
      const picture = pictures.get(use.reference)
      if (picture) channels[to] = { picture, part: use.part ?? to, isInverted: use.isInverted }
    }
    const parts = Object.keys(channels) as Part[]
    if (parts.length === 0 || (needed !== null && !parts.includes(needed))) return null
    return { texture: this.#create(name, await mergeChannels(channels), 'image/png'), parts }
  }

  /** Unpacked; null: it is not there, or damaged. */
  async #picture(reference: string): Promise<Picture | null> {
    const image = await this.#image(reference)
    if (image === null) return null
    const isTooLarge = (readImageSize(image.bytes)?.pixels ?? 0) > MAX_PIXELS
    const picture = isTooLarge ? null : await platform.decodePixels(image.bytes).catch(() => null)
    if (picture === null) this.unreadable.add(shownName(reference))
    return picture
  }

  #image(reference: string): Promise<Image | null> {
    return once(this.#images, reference, async () => {
      const bytes = await this.#find(reference)
      if (bytes === null || bytes.byteLength === 0) {
        this.missing.add(shownName(reference))
        return null
      }
      const mediaType = pictureType(bytes)
      if (mediaType !== null && !hasFourChannels(bytes))
        return { bytes: bytes as Uint8Array<ArrayBuffer>, mediaType }
      const png = await toPng(reference, bytes, platform).catch(() => null)
      if (png === null) this.unreadable.add(shownName(reference))
      return png && { bytes: png as Uint8Array<ArrayBuffer>, mediaType: 'image/png' }
    })
  }

  #create(name: string, bytes: Uint8Array<ArrayBuffer>, mediaType: string): Texture {
    const extension = EXTENSIONS[mediaType]
    if (extension !== undefined) this.#document.createExtension(extension).setRequired(true)
    return this.#document.createTexture(name).setImage(bytes).setMimeType(mediaType)
  }
}

function once<Result>(
  made: Map<string, Promise<Result>>,
  key: string,
  make: () => Promise<Result>,
): Promise<Result> {
  const result = made.get(key) ?? make()
  made.set(key, result)
  return result
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
