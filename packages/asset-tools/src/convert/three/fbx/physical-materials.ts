/** Materials that programs describe in their own words, beside those of FBX: physically based ones, as glTF has them. */
import { Color, DoubleSide, type MeshPhongMaterial, MeshPhysicalMaterial, type Texture } from 'three'
import { type PictureWords, roughnessOf, type Slot } from '../plain-materials.js'
import { type MapName, mapUseOf } from './property-names.js'
import type { FbxConnection, FbxObject, FbxTree } from './tree.js'
import { colorOf, numberOf, type Values, valuesOf } from './values.js'

/** What a file says and three's reader passes over. */
export interface FbxWords {
  readonly tree: FbxTree
  readonly links: ReadonlyMap<number, readonly FbxConnection[]>
  /** All that the reader made, by the ids of the file. */
  readonly textures: ReadonlyMap<number, Texture>
  readonly isBlender: boolean
}

interface Picture {
  readonly texture: Texture
  /** Of the property that it belongs to, see `plainName`. */
  readonly name: string
}

type Pictures = Partial<Record<MapName, Picture>>

/** Null: it says nothing beyond what the reader made of it. */
export function createPhysical(
  phong: MeshPhongMaterial,
  id: number,
  written: FbxObject,
  words: FbxWords,
): MeshPhysicalMaterial | null {
  const values = valuesOf(written, words.isBlender)
  const pictures = picturesOf(id, values, words)
  const isPhysical =
    Object.keys(pictures).length > 0 || SURFACE.some((name) => numberOf(values, [name]) !== null)
  if (!isPhysical) return null
  const material = new MeshPhysicalMaterial()
  for (const name of ['name', 'vertexColors', 'opacity', 'transparent'] as const)
    Object.assign(material, { [name]: phong[name] })
  const off = mapsOff(id, values, words)
  for (const name of KEPT) if (!off.has(name)) Object.assign(material, { [name]: phong[name] })
  for (const [name, { texture }] of Object.entries(pictures)) Object.assign(material, { [name]: texture })
  const otherwise = {
    baseColor: setColor(material, phong, values),
    ...setSurface(material, phong, values),
    emissive: setEmission(material, phong, values, pictures),
  }
  const isModeStated = setOpacity(material, values)
  const inverted = invertedOf(pictures, values)
  material.userData['pictures'] = { inverted, otherwise, isModeStated } satisfies PictureWords
  return material
}

/** Maps that FBX has itself. */
const KEPT = [
  'map',
  'normalMap',
  'bumpMap',
  'emissiveMap',
  'aoMap',
  'alphaMap',
  'displacementMap',
  'specularMap',
] as const
const ROUGHNESS = ['roughness', 'specularroughness']
const SURFACE = ['metalness', 'metallic', ...ROUGHNESS, 'glossiness']

/** A picture stands in place of the number. @returns the number */
function setColor(material: MeshPhysicalMaterial, phong: MeshPhongMaterial, values: Values): number[] {
  const stated = colorOf(values, ['basecolor'])
  const weight = numberOf(values, ['base', 'baseweight']) ?? 1
  const color = (stated?.color ?? phong.color).clone().multiplyScalar(weight)
  material.color.copy(material.map === null ? color : new Color(weight, weight, weight))
  if (numberOf(values, ['alphamode']) === BLEND) material.opacity = stated?.alpha ?? material.opacity
  return color.toArray()
}

function setSurface(material: MeshPhysicalMaterial, phong: MeshPhongMaterial, values: Values) {
  const roughness = roughnessIn(values) ?? roughnessOf(phong.shininess)
  const metalness = numberOf(values, ['metalness', 'metallic']) ?? 0
  material.roughness = material.roughnessMap === null ? roughness : 1
  material.metalness = material.metalnessMap === null ? metalness : 1
  material.clearcoat = numberOf(values, ['coat', 'coating']) ?? 0
  material.clearcoatRoughness = numberOf(values, ['coatroughness']) ?? 0
  const amount = numberOf(values, ['bumpmapamt'])
  if (amount !== null && amount >= 0) material.normalScale.setScalar(amount)
  return { roughness: [roughness], metallic: [metalness] }
}

function roughnessIn(values: Values): number | null {
  const roughness = numberOf(values, ROUGHNESS)
  const value = roughness ?? numberOf(values, ['glossiness'])
  return value !== null && isGlossiness(roughness === null ? 'glossiness' : 'roughness', values)
    ? 1 - value
    : value
}

/** 3ds Max has one place for both, and switches: 1 for glossiness, 2 for roughness. */
function isGlossiness(name: string, values: Values): boolean {
  const kind = numberOf(values, ['useglossiness'])
  if (name === 'glossiness') return kind !== 2
  return kind === 1 || numberOf(values, ['roughnessinv']) === 1
}

/** @returns the colour of the file in numbers */
function setEmission(
  material: MeshPhysicalMaterial,
  phong: MeshPhongMaterial,
  values: Values,
  { emissiveMap }: Pictures,
): number[] {
  const stated = colorOf(values, ['emitcolor', 'emissioncolor', 'emissive'])?.color
  // A picture of the weight, where the file has a number for it too.
  const isWeighed = emissiveMap?.name === 'emission' && numberOf(values, ['emission']) !== null
  const weight = isWeighed ? 1 : (numberOf(values, ['emission', 'emissiveintensity']) ?? 1)
  const color = stated ?? phong.emissive
  const isOfPicture = material.emissiveMap !== null && !isWeighed
  // A weight is of the program's own colour, or of a picture.
  const own = stated === undefined ? phong.emissiveIntensity : 1
  material.emissiveIntensity = stated === undefined && !isOfPicture ? own : own * weight
  material.emissive.copy(isOfPicture ? WHITE : color)
  return lightOf(color, material.emissiveIntensity)
}

/** What is more than the colour is in the material's strength. */
export const lightOf = (color: Color, strength: number): number[] =>
  color.clone().multiplyScalar(Math.min(1, strength)).toArray()

const WHITE = new Color(1, 1, 1)

/** As 3ds Max counts the ways of glTF. */
const [OPAQUE, MASK, BLEND] = [1, 2, 3]

/** @returns whether the file says how what is open is drawn */
function setOpacity(material: MeshPhysicalMaterial, values: Values): boolean {
  const mode = numberOf(values, ['alphamode'])
  if (mode !== null) material.transparent = mode === BLEND
  if (mode === OPAQUE) material.alphaMap = null
  if (mode === MASK) material.alphaTest = numberOf(values, ['alphacutoff']) ?? 0.5
  if (numberOf(values, ['doublesided']) === 1) material.side = DoubleSide
  const transmission = numberOf(values, ['transparency', 'transmission']) ?? 0
  if (transmission > 0) {
    // Glass, which FBX's own material says as well, as a surface that is half there.
    material.transmission = transmission
    material.ior = Math.min(2.333, numberOf(values, ['transior', 'specularior']) ?? 1.5)
    material.opacity = 1
    material.transparent = false
  }
  return mode !== null
}

function invertedOf({ roughnessMap }: Pictures, values: Values): readonly Slot[] {
  const isTurned = numberOf(values, ['normalflipgreen']) === 1
  return [
    ...(roughnessMap !== undefined && isGlossiness(roughnessMap.name, values)
      ? (['roughness'] as const)
      : []),
    ...(isTurned ? (['normal', 'bump'] as const) : []),
  ]
}

function picturesOf(id: number, values: Values, words: FbxWords): Pictures {
  const pictures: { -readonly [Name in keyof Pictures]: Pictures[Name] } = {}
  for (const [from, , property] of words.links.get(id) ?? []) {
    const use = property === undefined ? null : mapUseOf(property, words.isBlender)
    if (use === null || isSwitchedOff(use.name, values)) continue
    const texture = textureOf(from, words)
    if (texture !== undefined) pictures[use.map] ??= { texture, name: use.name }
  }
  return pictures
}

/** Some of which the reader knows itself. */
function mapsOff(id: number, values: Values, { links, isBlender }: FbxWords): ReadonlySet<string> {
  const uses = (links.get(id) ?? []).map(([, , property = '']) => mapUseOf(property, isBlender))
  return new Set(uses.flatMap((use) => (use !== null && isSwitchedOff(use.name, values) ? [use.map] : [])))
}

/** `use_color_map` of Stingray, `base_color_map_on` of 3ds Max, and light of Arnold that weighs nothing. */
function isSwitchedOff(name: string, values: Values): boolean {
  const isDark = /^emi(?:ssion|t)color$/.test(name) && numberOf(values, ['emission']) === 0
  return isDark || [`use${name}map`, `${name}mapon`].some((key) => numberOf(values, [key]) === 0)
}

/** Of layers, the first. */
function textureOf(id: number, { tree, links, textures }: FbxWords): Texture | undefined {
  if (tree.Objects['LayeredTexture']?.[id] === undefined) return textures.get(id)
  const [layer] = links.get(id) ?? []
  return layer && textures.get(layer[0])
}
