/** Gives the materials of an exported GLB their pictures, byte by byte as they came wherever glTF takes them. */
import type { Document, Material, Texture, TextureInfo } from '@gltf-transform/core'
import { KHRTextureTransform } from '@gltf-transform/extensions'
import { ClampToEdgeWrapping, MirroredRepeatWrapping, type Wrapping } from 'three'
import { markOf } from './export-glb.js'
import type { Part } from './merge-channels.js'
import { PictureLibrary } from './picture-library.js'
import type { Slot, TextureUse } from './plain-materials.js'

export interface Attached {
  readonly missing: readonly string[]
  /** There, and in a format that nobody here reads. */
  readonly unreadable: readonly string[]
  /** Maps that glTF has no place for. */
  readonly left: readonly string[]
}

interface Pictures {
  find(reference: string): Promise<Uint8Array | null>
  readonly signal?: AbortSignal | undefined
}

export async function attachTextures(
  document: Document,
  uses: readonly (readonly TextureUse[])[],
  { find, signal }: Pictures,
): Promise<Attached> {
  const library = new PictureLibrary(document, find)
  const left = new Set<string>()
  for (const material of document.getRoot().listMaterials()) {
    signal?.throwIfAborted()
    const mark = markOf(material.getExtras())
    material.setExtras({})
    const attach = new Attaching(document, material, uses[mark ?? -1] ?? [], library)
    for (const name of await attach.all()) left.add(name)
  }
  return { missing: [...library.missing], unreadable: [...library.unreadable], left: [...left] }
}

/** The pictures of one material. */
class Attaching {
  readonly #document: Document
  readonly #material: Material
  readonly #uses: readonly TextureUse[]
  readonly #library: PictureLibrary
  /** Maps that have no place in glTF. */
  readonly #left: string[] = []

  constructor(document: Document, material: Material, uses: readonly TextureUse[], library: PictureLibrary) {
    this.#document = document
    this.#material = material
    this.#uses = uses
    this.#library = library
  }

  /** @returns maps that have no place in glTF */
  async all(): Promise<readonly string[]> {
    await this.#emissive()
    await this.#occlusion()
    await this.#metalRough()
    await this.#color()
    await this.#normal()
    return this.#left
  }

  #useOf(slot: Slot): TextureUse | undefined {
    return this.#uses.find((use) => use.slot === slot)
  }

  async #emissive(): Promise<void> {
    const use = this.#useOf('emissive')
    if (use === undefined) return
    const texture = await this.#library.texture(use.reference)
    if (texture === null && use.otherwise) this.#material.setEmissiveFactor(threeOf(use.otherwise))
    this.#material.setEmissiveTexture(texture)
    place(this.#document, use, this.#material.getEmissiveTextureInfo())
  }

  async #occlusion(): Promise<void> {
    const use = this.#useOf('occlusion')
    if (use === undefined) return
    const isRed = use.part === undefined || use.part === 'red'
    const texture = isRed
      ? await this.#library.texture(use.reference)
      : (await this.#library.merged('occlusion', { red: use }))?.texture
    this.#material.setOcclusionTexture(texture ?? null)
    place(this.#document, use, this.#material.getOcclusionTextureInfo())
  }

  async #metalRough(): Promise<void> {
    const [metallic, roughness] = [this.#useOf('metallic'), this.#useOf('roughness')]
    const use = roughness ?? metallic
    if (use === undefined) return
    const areApart = metallic !== undefined && roughness !== undefined && !areTogether(metallic, roughness)
    if (areApart) this.#left.push('metalnessMap')
    const { texture, has } = await this.#metalRoughTexture(areApart ? undefined : metallic, roughness)
    if (metallic !== undefined && !has.includes('blue')) this.#setFactor(metallic)
    if (roughness !== undefined && !has.includes('green')) this.#setFactor(roughness)
    this.#material.setMetallicRoughnessTexture(texture)
    place(this.#document, use, this.#material.getMetallicRoughnessTextureInfo())
  }

  async #metalRoughTexture(
    metallic: TextureUse | undefined,
    roughness: TextureUse | undefined,
  ): Promise<{ readonly texture: Texture | null; readonly has: readonly Part[] }> {
    const isPacked =
      metallic !== undefined &&
      metallic.reference === roughness?.reference &&
      (metallic.part ?? 'blue') === 'blue' &&
      (roughness.part ?? 'green') === 'green' &&
      !metallic.isInverted &&
      !roughness.isInverted
    if (isPacked) {
      const texture = await this.#library.texture(metallic.reference)
      return { texture, has: texture === null ? [] : ['green', 'blue'] }
    }
    const merged = await this.#library.merged('metallic-roughness', { green: roughness, blue: metallic })
    return { texture: merged?.texture ?? null, has: merged?.parts ?? [] }
  }

  #setFactor({ slot, otherwise }: TextureUse): void {
    if (otherwise?.[0] === undefined) return
    const factor = shareOf(otherwise[0])
    if (slot === 'metallic') this.#material.setMetallicFactor(factor)
    else this.#material.setRoughnessFactor(factor)
  }

  async #color(): Promise<void> {
    const [color, opacity] = [this.#useOf('baseColor'), this.#useOf('opacity')]
    const use = color ?? opacity
    if (use === undefined) return
    const isMerged = opacity !== undefined && areTogether(color ?? opacity, opacity)
    const { texture, kind, isApart, hasColor } = isMerged
      ? await this.#library.colorWithOpacity(color, opacity)
      : await this.#colorAlone(color)
    const alpha = this.#material.getAlpha()
    if (!hasColor && color?.otherwise) this.#material.setBaseColorFactor([...threeOf(color.otherwise), alpha])
    this.#material.setBaseColorTexture(texture)
    place(this.#document, use, this.#material.getBaseColorTextureInfo())
    if (opacity === undefined) return
    if (isApart) this.#left.push('alphaMap')
    // What the file says itself counts, and so does a number beside the picture.
    if (opacity.isModeStated || alpha !== 1 || this.#material.getAlphaMode() !== 'BLEND') return
    this.#material.setAlphaMode(kind === null ? 'OPAQUE' : ALPHA_MODES[kind])
  }

  async #colorAlone(color: TextureUse | undefined) {
    const texture = color ? await this.#library.texture(color.reference) : null
    return { texture, kind: null, isApart: true, hasColor: texture !== null }
  }

  async #normal(): Promise<void> {
    const [normal, bump] = [this.#useOf('normal'), this.#useOf('bump')]
    const isBump =
      normal === undefined && bump !== undefined && (await this.#library.hasDirections(bump.reference))
    // Heights have no place.
    if (bump !== undefined && !isBump) this.#left.push('bumpMap')
    const use = isBump ? bump : normal
    if (use === undefined) return
    const texture = use.isInverted
      ? (await this.#library.merged('normal', { red: turned(use), green: use, blue: turned(use) }))?.texture
      : await this.#library.texture(use.reference)
    this.#material.setNormalTexture(texture ?? null).setNormalScale(use.scale ?? 1)
    place(this.#document, use, this.#material.getNormalTextureInfo())
  }
}

/** Of normals, green alone has two ways to be written. */
const turned = (use: TextureUse): TextureUse => ({ ...use, isInverted: false })

const threeOf = ([red = 1, green = 1, blue = 1]: readonly number[]): [number, number, number] => [
  shareOf(red),
  shareOf(green),
  shareOf(blue),
]

/** glTF has factors from 0 to 1. */
const shareOf = (value: number): number => Math.min(1, Math.max(0, value))

const ALPHA_MODES = { opaque: 'OPAQUE', holes: 'MASK', soft: 'BLEND' } as const

/** One picture of both can stand for them. */
function areTogether(one: TextureUse, other: TextureUse): boolean {
  const layoutOf = ({ wrap, repeat, offset, rotation, channel }: TextureUse) =>
    JSON.stringify([wrap, repeat, offset, rotation, channel])
  return layoutOf(one) === layoutOf(other)
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
