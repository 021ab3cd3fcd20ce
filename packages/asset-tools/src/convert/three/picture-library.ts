/** The pictures of a model: read once, named where they are missing, and put together where glTF wants several in one. */
import type { Document, Texture } from '@gltf-transform/core'
import { readImageSize } from '@vectreal/scene-format'
import { platform } from '#platform'
import { pictureType } from '../picture-format.js'
import {
  type AlphaKind,
  type Channel,
  hasDirections,
  kindOfAlpha,
  mergeChannels,
  type Picture,
} from './merge-channels.js'
import type { TextureUse } from './plain-materials.js'
import { toPng } from './to-png.js'

type Find = (reference: string) => Promise<Uint8Array | null>
type Uses = Partial<Record<'red' | 'green' | 'blue' | 'alpha', TextureUse | undefined>>

interface Merged {
  readonly texture: Texture
  readonly alpha: AlphaKind
}

/** A PNG of some kilobytes may hold as many as it likes. */
const MAX_PIXELS = 100_000_000

/** Each picture once, as it came or made of others. */
export class PictureLibrary {
  readonly missing = new Set<string>()
  readonly unreadable = new Set<string>()
  readonly #textures = new Map<string, Texture | null>()
  /** By what they are made of. */
  readonly #made = new Map<string, Promise<Merged | null>>()
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
    const isInverted = metallic?.isInverted === true || roughness?.isInverted === true
    if (metallic !== undefined && metallic.reference === roughness?.reference && isPacked && !isInverted)
      return this.texture(metallic.reference)
    return this.merged('metallic-roughness', { green: roughness, blue: metallic })
  }

  /** One picture of channels of others. */
  async merged(name: string, uses: Uses): Promise<Texture | null> {
    return (await this.#merge(name, uses))?.texture ?? null
  }

  /** The picture of the colour with the opacity in it, and what is seen through it; null: nobody knows. */
  async colorWithOpacity(
    color: TextureUse | undefined,
    opacity: TextureUse,
  ): Promise<{ readonly texture: Texture | null; readonly alpha: AlphaKind | null }> {
    const own = () => (color === undefined ? null : this.texture(color.reference))
    const holes = await this.#picture(opacity.reference)
    if (holes === null) return { texture: await own(), alpha: null }
    if (color?.reference === opacity.reference && (opacity.part ?? 'a') === 'a')
      return { texture: await own(), alpha: kindOfAlpha(holes.pixels) }
    const uses = { red: color, green: color, blue: color, alpha: opacity }
    return (await this.#merge(nameOf((color ?? opacity).reference), uses)) ?? { texture: null, alpha: null }
  }

  #merge(name: string, uses: Uses): Promise<Merged | null> {
    const key = JSON.stringify(
      Object.entries(uses).map(([to, use]) => [to, use?.reference, use?.part, use?.isInverted]),
    )
    const made = this.#made.get(key) ?? this.#mergeAnew(name, uses)
    this.#made.set(key, made)
    return made
  }

  async #mergeAnew(name: string, uses: Uses): Promise<Merged | null> {
    const pictures = new Map<string, Picture | null>()
    const channels: Partial<Record<keyof Uses, Channel>> = {}
    for (const [to, use] of Object.entries(uses)) {
      if (use === undefined) continue
      const picture = pictures.get(use.reference) ?? (await this.#picture(use.reference))
      pictures.set(use.reference, picture)
      if (picture) channels[to as 'red'] = { picture, part: use.part, isInverted: use.isInverted }
    }
    if (Object.keys(channels).length === 0) return null
    const { png, alpha } = await mergeChannels(channels)
    return { texture: this.#document.createTexture(name).setImage(png).setMimeType('image/png'), alpha }
  }

  async hasDirections(reference: string): Promise<boolean> {
    const picture = await this.#picture(reference)
    return picture !== null && hasDirections(picture.pixels)
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

  async #image(reference: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string } | null> {
    const bytes = await this.#find(reference)
    if (bytes === null || bytes.byteLength === 0) {
      this.missing.add(shownName(reference))
      return null
    }
    const mediaType = pictureType(bytes)
    if (mediaType !== null) return { bytes: bytes as Uint8Array<ArrayBuffer>, mediaType }
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
