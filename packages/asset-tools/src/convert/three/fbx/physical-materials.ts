/** Materials that programs describe in their own words, beside those of FBX: physically based ones, as glTF has them. */
import {
  Color,
  DoubleSide,
  type Material,
  MeshPhysicalMaterial,
  type MeshPhongMaterial,
  type Object3D,
  SRGBColorSpace,
  type Texture,
} from 'three'
import { roughnessOf } from '../plain-materials.js'
import { type MapName, mapUseOf, plainName } from './property-names.js'
import type { FbxConnection, FbxObject, FbxProperty, FbxTree } from './tree.js'

/** What a file says and three's reader passes over. */
export interface FbxWords {
  readonly tree: FbxTree
  /** All that the reader made, by the ids of the file. */
  readonly textures: ReadonlyMap<number, Texture>
  readonly isBlender: boolean
}

type Values = ReadonlyMap<string, unknown>
type Maps = Partial<Record<MapName, { readonly texture: Texture; readonly isInverted: boolean }>>

/** Puts them in the places of those that the reader made; false: there are none. */
export function usePhysicalMaterials(root: Object3D, words: FbxWords): boolean {
  const materials = words.tree.Objects['Material'] ?? {}
  const ids = new Map<number, number[]>()
  for (const [from, to] of connectionsOf(words.tree)) {
    if (String(from) in materials) ids.set(to, [...(ids.get(to) ?? []), from])
  }
  const made = new Map<Material, Material>()
  const replace = (material: Material, id: number | undefined): Material => {
    const known = made.get(material)
    if (known !== undefined) return known
    const written = id === undefined ? undefined : materials[id]
    const physical = written && createPhysical(material as MeshPhongMaterial, id as number, written, words)
    made.set(material, physical ?? material)
    return physical ?? material
  }
  root.traverse((object) => {
    const drawn = object as Object3D & { ID?: number; material?: Material | Material[] }
    if (drawn.material === undefined || drawn.ID === undefined) return
    const own = ids.get(drawn.ID) ?? []
    drawn.material = Array.isArray(drawn.material)
      ? drawn.material.map((material, index) => replace(material, own[index]))
      : replace(drawn.material, own[0])
  })
  return [...made].some(([before, after]) => before !== after)
}

/** Null: it says nothing beyond what the reader made of it. */
function createPhysical(
  phong: MeshPhongMaterial,
  id: number,
  written: FbxObject,
  words: FbxWords,
): MeshPhysicalMaterial | null {
  const maps = mapsOf(id, words)
  const values = valuesOf(written, words.isBlender)
  if (
    Object.keys(maps).length === 0 &&
    !['metalness', 'metallic', ...ROUGHNESS].some((name) => values.has(name))
  )
    return null
  const material = new MeshPhysicalMaterial()
  material.name = phong.name
  material.vertexColors = phong.vertexColors
  material.opacity = phong.opacity
  material.transparent = phong.transparent
  setColor(material, phong, values, maps)
  setSurface(material, phong, values, maps)
  setEmission(material, phong, values, maps)
  setOpacity(material, values)
  for (const name of KEPT) material[name] = phong[name]
  const inverted: MapName[] = []
  for (const [name, { texture, isInverted }] of Object.entries(maps)) {
    Object.assign(material, { [name]: texture })
    if (isInverted) inverted.push(name as MapName)
  }
  material.userData['inverted'] = inverted
  return material
}

/** Maps that FBX has itself. */
const KEPT = ['map', 'normalMap', 'bumpMap', 'emissiveMap', 'aoMap', 'alphaMap', 'displacementMap'] as const
const ROUGHNESS = ['roughness', 'specularroughness', 'glossiness']

/** A picture says it all: programs take it in place of the number. */
function setColor(
  material: MeshPhysicalMaterial,
  phong: MeshPhongMaterial,
  values: Values,
  maps: Maps,
): void {
  const color = colorOf(values, ['basecolor']) ?? phong.color
  material.color.copy(maps.map === undefined ? color : new Color(1, 1, 1))
  if (maps.map === undefined) material.color.multiplyScalar(numberOf(values, ['base', 'baseweight']) ?? 1)
}

function setSurface(
  material: MeshPhysicalMaterial,
  phong: MeshPhongMaterial,
  values: Values,
  maps: Maps,
): void {
  const roughness = numberOf(values, ['roughness', 'specularroughness'])
  const glossiness = numberOf(values, ['glossiness'])
  const isGlossy = numberOf(values, ['roughnessinv']) === 1
  const own = roughness === null ? glossiness && 1 - glossiness : isGlossy ? 1 - roughness : roughness
  material.roughness = maps.roughnessMap === undefined ? (own ?? roughnessOf(phong.shininess)) : 1
  material.metalness =
    maps.metalnessMap === undefined ? (numberOf(values, ['metalness', 'metallic']) ?? 0) : 1
  material.clearcoat = numberOf(values, ['coat', 'coating']) ?? 0
  material.clearcoatRoughness = numberOf(values, ['coatroughness']) ?? 0
  const amount = numberOf(values, ['bumpmapamt'])
  if (amount !== null && amount > 0) material.normalScale.setScalar(amount)
}

function setEmission(
  material: MeshPhysicalMaterial,
  phong: MeshPhongMaterial,
  values: Values,
  maps: Maps,
): void {
  const color = colorOf(values, ['emitcolor', 'emissioncolor', 'emissive'])
  const weight = numberOf(values, ['emission', 'emissiveintensity']) ?? 1
  material.emissive.copy(maps.emissiveMap === undefined ? (color ?? phong.emissive) : new Color(1, 1, 1))
  if (color === null && maps.emissiveMap === undefined) material.emissiveIntensity = phong.emissiveIntensity
  else material.emissive.multiplyScalar(maps.emissiveMap !== undefined && weight <= 0 ? 1 : weight)
}

/** As 3ds Max counts the ways of glTF. */
const MASK = 2
const BLEND = 3

function setOpacity(material: MeshPhysicalMaterial, values: Values): void {
  const mode = numberOf(values, ['alphamode'])
  if (mode !== null) material.transparent = mode === BLEND
  if (mode === MASK) material.alphaTest = numberOf(values, ['alphacutoff']) ?? 0.5
  if (numberOf(values, ['doublesided']) === 1) material.side = DoubleSide
  const transmission = numberOf(values, ['transparency', 'transmission']) ?? 0
  if (transmission <= 0) return
  // Glass, which FBX's own material says as well, as a surface that is half there.
  material.transmission = Math.min(1, transmission)
  material.ior = Math.min(2.333, Math.max(1, numberOf(values, ['transior', 'specularior']) ?? 1.5))
  material.opacity = 1
  material.transparent = false
}

function mapsOf(id: number, { tree, textures, isBlender }: FbxWords): Maps {
  const maps: { -readonly [Name in keyof Maps]: Maps[Name] } = {}
  for (const [from, to, property] of connectionsOf(tree)) {
    if (to !== id || property === undefined) continue
    const use = mapUseOf(property, isBlender)
    const texture = use && textureOf(from, tree, textures)
    if (!texture) continue
    const isInverted = use.isInverted === true || isGlossiness(use.map, tree.Objects['Material']?.[id])
    maps[use.map] ??= { texture, isInverted }
  }
  return maps
}

/** 3ds Max has one place for both, and a switch. */
function isGlossiness(map: MapName, written: FbxObject | undefined): boolean {
  return map === 'roughnessMap' && numberOf(valuesOf(written ?? {}, false), ['roughnessinv']) === 1
}

/** Of layers, the first. */
function textureOf(id: number, tree: FbxTree, textures: ReadonlyMap<number, Texture>): Texture | undefined {
  if (tree.Objects['LayeredTexture']?.[id] === undefined) return textures.get(id)
  const layer = connectionsOf(tree).find(([, to]) => to === id)
  return layer && textures.get(layer[0])
}

const connectionsOf = (tree: FbxTree): readonly FbxConnection[] => tree.Connections?.connections ?? []

/** By plain names; of the same in several programs' words, the first. */
function valuesOf(written: FbxObject, isBlender: boolean): Values {
  const values = new Map<string, unknown>()
  for (const [property, content] of Object.entries(written)) {
    const name = plainName(property)
    if (name !== null && !values.has(name) && isProperty(content)) values.set(name, content.value)
  }
  if (!isBlender) return values
  const own = (name: string) => {
    const content = written[name]
    return isProperty(content) ? toNumber(content.value) : null
  }
  const [metalness, shininess] = [own('ReflectionFactor'), own('Shininess')]
  if (metalness !== null) values.set('metalness', metalness)
  // As its exporter makes it of roughness.
  if (shininess !== null && shininess >= 0)
    values.set('roughness', 1 - Math.sqrt(Math.min(100, shininess)) / 10)
  return values
}

const isProperty = (content: unknown): content is FbxProperty =>
  typeof content === 'object' && content !== null && 'value' in content

function numberOf(values: Values, names: readonly string[]): number | null {
  for (const name of names) {
    const number = toNumber(values.get(name))
    if (number !== null) return number
  }
  return null
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** Null: there is none, or it is of a kind of which three's reader keeps one number. */
function colorOf(values: Values, names: readonly string[]): Color | null {
  for (const name of names) {
    const value = values.get(name)
    const parts = (Array.isArray(value) ? value : String(value ?? '').split(',')).map(toNumber)
    const [red = null, green = null, blue = null] = parts
    if (red === null || green === null || blue === null) continue
    return new Color().setRGB(red, green, blue, SRGBColorSpace)
  }
  return null
}
