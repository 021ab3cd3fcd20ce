/** Gives the materials of an exported GLB their pictures, byte by byte as they came wherever glTF takes them. */
import type { Document, Material, TextureInfo } from '@gltf-transform/core'
import { KHRTextureTransform } from '@gltf-transform/extensions'
import { ClampToEdgeWrapping, MirroredRepeatWrapping, type Wrapping } from 'three'
import { markOf } from './export-glb.js'
import { PictureLibrary } from './picture-library.js'
import type { Slot, TextureUse } from './plain-materials.js'

export interface Attached {
  readonly missing: readonly string[]
  /** There, and in a format that nobody here reads. */
  readonly unreadable: readonly string[]
  /** Maps that glTF has no place for. */
  readonly left: readonly string[]
}

type Find = (reference: string) => Promise<Uint8Array | null>

export async function attachTextures(
  document: Document,
  uses: readonly (readonly TextureUse[])[],
  find: Find,
): Promise<Attached> {
  const library = new PictureLibrary(document, find)
  const left = new Set<string>()
  for (const material of document.getRoot().listMaterials()) {
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
    const hasColor = await this.#color()
    const hasNormals = await this.#normal()
    return [...(hasColor ? [] : ['alphaMap']), ...(hasNormals ? [] : ['bumpMap'])]
  }

  #useOf(slot: Slot): TextureUse | undefined {
    return this.#uses.find((use) => use.slot === slot)
  }

  async #emissive(): Promise<void> {
    const use = this.#useOf('emissive')
    if (use === undefined) return
    this.#material.setEmissiveTexture(await this.#library.texture(use.reference))
    place(this.#document, use, this.#material.getEmissiveTextureInfo())
  }

  async #occlusion(): Promise<void> {
    const use = this.#useOf('occlusion')
    if (use === undefined) return
    const isRed = use.part === undefined || use.part === 'r'
    const texture = isRed
      ? await this.#library.texture(use.reference)
      : await this.#library.merged('occlusion', { red: use })
    this.#material.setOcclusionTexture(texture)
    place(this.#document, use, this.#material.getOcclusionTextureInfo())
  }

  async #metalRough(): Promise<void> {
    const [metallic, roughness] = [this.#useOf('metallic'), this.#useOf('roughness')]
    const use = roughness ?? metallic
    if (use === undefined) return
    this.#material.setMetallicRoughnessTexture(await this.#library.metalRough(metallic, roughness))
    place(this.#document, use, this.#material.getMetallicRoughnessTextureInfo())
  }

  /** False: opacity lies elsewhere than the colour does. */
  async #color(): Promise<boolean> {
    const [color, opacity] = [this.#useOf('baseColor'), this.#useOf('opacity')]
    const use = color ?? opacity
    if (use === undefined) return true
    if (opacity === undefined || !areTogether(color ?? opacity, opacity)) {
      this.#material.setBaseColorTexture(await this.#library.texture(use.reference))
      place(this.#document, use, this.#material.getBaseColorTextureInfo())
      if (opacity === undefined) return true
      // Its own number still counts.
      if (this.#material.getAlpha() === 1) this.#material.setAlphaMode('OPAQUE')
      return false
    }
    const { texture, alpha } = await this.#library.colorWithOpacity(color, opacity)
    this.#material.setBaseColorTexture(texture)
    place(this.#document, use, this.#material.getBaseColorTextureInfo())
    if (alpha !== null && this.#material.getAlphaMode() === 'BLEND' && this.#material.getAlpha() === 1)
      this.#material.setAlphaMode(ALPHA_MODES[alpha])
    return true
  }

  /** False: it has heights alone. */
  async #normal(): Promise<boolean> {
    const [normal, bump] = [this.#useOf('normal'), this.#useOf('bump')]
    const isBump =
      normal === undefined && bump !== undefined && (await this.#library.hasDirections(bump.reference))
    const use = isBump ? bump : normal
    if (use === undefined) return bump === undefined
    this.#material.setNormalTexture(await this.#library.texture(use.reference)).setNormalScale(use.scale ?? 1)
    place(this.#document, use, this.#material.getNormalTextureInfo())
    return bump === undefined || isBump
  }
}

const ALPHA_MODES = { opaque: 'OPAQUE', holes: 'MASK', soft: 'BLEND' } as const

/** One picture of both can stand for them. */
function areTogether(one: TextureUse, other: TextureUse): boolean {
  const placeOf = ({ wrap, repeat, offset, rotation, channel }: TextureUse) =>
    JSON.stringify([wrap, repeat, offset, rotation, channel])
  return placeOf(one) === placeOf(other)
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
