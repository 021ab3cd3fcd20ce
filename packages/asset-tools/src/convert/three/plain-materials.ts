/** Makes glTF's materials of what three's loaders make: colours, roughness, and the names of pictures. */
import {
  type Color,
  type Material,
  MeshBasicMaterial,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  type Object3D,
  type Texture,
  type Vector2,
  type Wrapping,
} from 'three'
import type { Part } from './merge-channels.js'

/**
 * Where a picture goes. `metallic` and `roughness` are channels of one picture in glTF, `opacity` is one of `baseColor`, and
 * `bump` goes where `normal` does if it has directions, not heights.
 */
export type Slot =
  | 'baseColor'
  | 'normal'
  | 'emissive'
  | 'occlusion'
  | 'metallic'
  | 'roughness'
  | 'opacity'
  | 'bump'

export interface TextureUse {
  readonly slot: Slot
  /** An address as the file has it, or one of a picture inside the file. */
  readonly reference: string
  readonly wrap: readonly [Wrapping, Wrapping]
  readonly repeat: readonly [number, number]
  readonly offset: readonly [number, number]
  readonly rotation: number
  /** Which set of coordinates it lies on. */
  readonly channel: number
  /** Where the file says so: the channel of the picture that is meant. */
  readonly part?: Part | undefined
  /** It says the opposite, as glossiness does of roughness; of normals, green does. */
  readonly isInverted: boolean
  /** How far normals lean. */
  readonly scale?: number | undefined
  /** What the file says in numbers, if the picture is not there. */
  readonly otherwise?: readonly number[] | undefined
  /** The file says how what is open is drawn. */
  readonly isModeStated: boolean
}

/** What a reader knows of the pictures of a material and three has no place for: `userData.pictures` of the material. */
export interface PictureWords {
  readonly channels?: Partial<Record<Slot, Part>>
  readonly inverted?: readonly Slot[]
  readonly otherwise?: Partial<Record<Slot, readonly number[]>>
  readonly isModeStated?: boolean
}

/** The mark by which a material is found again after the export. */
export const MARK = 'vectreal:material'

export interface PlainMaterials {
  /** By mark. */
  readonly uses: readonly (readonly TextureUse[])[]
  /** What materials have and glTF does not, such as `bumpMap`. */
  readonly left: ReadonlySet<string>
}

/** All that loaders of today make, with a member each that is only there in some. */
interface Shaded extends Material {
  readonly color?: Color
  readonly emissive?: Color
  readonly emissiveIntensity?: number
  readonly shininess?: number
  readonly roughness?: number
  readonly metalness?: number
  readonly normalScale?: Vector2
  readonly bumpScale?: number
  readonly wireframe?: boolean
  readonly isMeshBasicMaterial?: true
  readonly isMeshStandardMaterial?: true
  readonly [map: `${string}Map`]: Texture | null | undefined
  readonly map?: Texture | null
}

const SLOTS: readonly (readonly [map: 'map' | `${string}Map`, slot: Slot])[] = [
  ['map', 'baseColor'],
  ['normalMap', 'normal'],
  ['emissiveMap', 'emissive'],
  ['aoMap', 'occlusion'],
  ['metalnessMap', 'metallic'],
  ['roughnessMap', 'roughness'],
  ['alphaMap', 'opacity'],
  ['bumpMap', 'bump'],
]
const LEFT_OUT = [
  'specularMap',
  'displacementMap',
  'lightMap',
  'specularIntensityMap',
  'specularColorMap',
  'clearcoatMap',
  'clearcoatRoughnessMap',
  'transmissionMap',
] as const

/** Numbers that glTF has an extension for. */
const PHYSICAL = [
  'clearcoat',
  'clearcoatRoughness',
  'ior',
  'specularIntensity',
  'transmission',
  'thickness',
  'attenuationDistance',
  'iridescence',
  'iridescenceIOR',
  'anisotropy',
  'anisotropyRotation',
] as const

/** Of these, what lies between 0 and 1. */
const SHARES = [
  'clearcoat',
  'clearcoatRoughness',
  'specularIntensity',
  'transmission',
  'iridescence',
  'anisotropy',
] as const

/** Replaces the materials of all that is drawn; each one once, however many meshes have it. */
export function plainMaterials(root: Object3D): PlainMaterials {
  const made = new Map<Material, Material>()
  const uses: TextureUse[][] = []
  const left = new Set<string>()
  const replace = (material: Material): Material => {
    const known = made.get(material)
    if (known) return known
    const plain = toPlain(material as Shaded)
    plain.userData = { [MARK]: uses.push(usesOf(material as Shaded)) - 1 }
    made.set(material, plain)
    for (const name of LEFT_OUT) if (isTexture((material as Shaded)[name])) left.add(name)
    return plain
  }
  root.traverse((object) => {
    const drawn = object as Object3D & { material?: Material | Material[] }
    if (drawn.material === undefined) return
    drawn.material = Array.isArray(drawn.material) ? drawn.material.map(replace) : replace(drawn.material)
  })
  return { uses, left }
}

const isTexture = (value: Texture | null | undefined): value is Texture => value instanceof Object

function toPlain(material: Shaded): Material {
  const isUnlit = material.isMeshBasicMaterial === true
  const plain = isUnlit ? new MeshBasicMaterial() : createLit(material)
  plain.name = material.name
  plain.side = material.side
  plain.opacity = material.opacity
  plain.alphaTest = material.alphaTest
  plain.transparent =
    material.transparent || material.opacity < 1 || (isTexture(material['alphaMap']) && plain.alphaTest <= 0)
  plain.vertexColors = material.vertexColors
  if (material.color) plain.color.copy(material.color)
  if (plain instanceof MeshStandardMaterial) {
    if (material.emissive) plain.emissive.copy(material.emissive)
    plain.emissiveIntensity = material.emissiveIntensity ?? 1
    plain.metalness = material.metalness ?? 0
    plain.roughness = material.roughness ?? roughnessOf(material.shininess)
    if (material.normalScale) plain.normalScale.copy(material.normalScale)
  }
  keepInRange(plain)
  return plain
}

/** glTF has shares from 0 to 1; programs write brighter light, and numbers that are none. */
function keepInRange(material: MeshBasicMaterial | MeshStandardMaterial): void {
  const share = (value: number, otherwise: number) =>
    Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : otherwise
  const shares = (color: Color, otherwise: number) =>
    color.setRGB(share(color.r, otherwise), share(color.g, otherwise), share(color.b, otherwise))
  shares(material.color, 1)
  material.opacity = share(material.opacity, 1)
  if (!(material instanceof MeshStandardMaterial)) return
  material.metalness = share(material.metalness, 0)
  material.roughness = share(material.roughness, 1)
  const { emissive } = material
  const most = Math.max(emissive.r, emissive.g, emissive.b)
  if (most > 1 && most < Infinity) {
    emissive.multiplyScalar(1 / most)
    material.emissiveIntensity *= most
  }
  shares(emissive, 0)
  if (most <= 0 || !Number.isFinite(material.emissiveIntensity)) material.emissiveIntensity = 1
  if (material.emissiveIntensity < 1) {
    // Not everybody reads the extension that it would be in.
    emissive.multiplyScalar(Math.max(0, material.emissiveIntensity))
    material.emissiveIntensity = 1
  }
  if (!(material instanceof MeshPhysicalMaterial)) return
  for (const name of SHARES) material[name] = share(material[name], 0)
  material.ior = Number.isFinite(material.ior) ? Math.max(1, material.ior) : 1.5
}

/** With more than colour, metalness and roughness only where the file says so. */
function createLit(material: Shaded): MeshStandardMaterial {
  const usual = new MeshPhysicalMaterial()
  if (!(material instanceof MeshPhysicalMaterial)) return new MeshStandardMaterial()
  const plain = new MeshPhysicalMaterial()
  plain.specularColor.copy(material.specularColor)
  plain.attenuationColor.copy(material.attenuationColor)
  for (const name of PHYSICAL) plain[name] = material[name]
  const isUsual =
    PHYSICAL.every((name) => plain[name] === usual[name]) && plain.specularColor.equals(usual.specularColor)
  return isUsual ? new MeshStandardMaterial() : plain
}

/** As a Blinn-Phong highlight of that exponent looks; without one, matt. */
export function roughnessOf(shininess: number | undefined): number {
  return shininess === undefined || !(shininess > 0) ? 1 : Math.min(1, (2 / (shininess + 2)) ** 0.25)
}

function usesOf(material: Shaded): TextureUse[] {
  const words = (material.userData['pictures'] ?? {}) as PictureWords
  const scales: Partial<Record<Slot, number | undefined>> = {
    normal: material.normalScale?.x,
    bump: material.bumpScale,
  }
  return SLOTS.flatMap(([map, slot]) => {
    const texture = material[map]
    const reference = isTexture(texture) ? referenceOf(texture) : null
    if (!isTexture(texture) || reference === null) return []
    return [
      {
        slot,
        reference,
        wrap: [texture.wrapS, texture.wrapT] as const,
        repeat: [texture.repeat.x, texture.repeat.y] as const,
        offset: [texture.offset.x, texture.offset.y] as const,
        rotation: texture.rotation,
        channel: texture.channel,
        part: words.channels?.[slot],
        isInverted: words.inverted?.includes(slot) === true,
        scale: scales[slot],
        otherwise: words.otherwise?.[slot],
        isModeStated: words.isModeStated === true,
      },
    ]
  })
}

function referenceOf(texture: Texture): string | null {
  const image = texture.image as { reference?: string } | null | undefined
  return (texture.userData['reference'] as string | undefined) ?? image?.reference ?? null
}
