/** The parts of a UsdPreviewSurface that three reads otherwise than they are meant. */
import type { MeshPhysicalMaterial, Texture } from 'three'
import { type Attributes, leafOf } from './layer.js'
import type { Part } from '../merge-channels.js'
import type { PictureWords, Slot } from '../plain-materials.js'
import type { Losses } from './losses.js'

export interface Surface {
  readonly attributes: Attributes
  /** Where an input comes from: `/Material/Texture.outputs:r`; null: it is a value. */
  connectionOf(input: string): string | null
  attributesOf(prim: string): Attributes
  /** The picture of a connection; null: there is none. */
  textureOf(connection: string): Texture | null
}

/** Where a surface says none. */
const ROUGHNESS = 0.5

/** As USD calls the channels of a picture. */
const PARTS: Readonly<Record<string, Part>> = { r: 'red', g: 'green', b: 'blue', a: 'alpha' }

/** The channel that a connection is from; null: of several. */
const partOf = (connection: string | null): Part | null =>
  PARTS[/\.outputs:([rgba])$/.exec(connection ?? '')?.[1] ?? ''] ?? null

export function finishMaterial(material: MeshPhysicalMaterial, surface: Surface, losses: Losses): void {
  const { attributes, connectionOf } = surface
  // A normal of eight bits is scaled to -1 … 1 by the file itself, and by glTF without a word.
  const scale = material.normalMap?.userData['scale'] as ArrayLike<number> | undefined
  if (scale) material.normalScale.set((scale[0] ?? 2) / 2, (scale[1] ?? 2) / 2)
  const channels: Partial<Record<Slot, Part>> = {}
  for (const input of ['roughness', 'metallic', 'occlusion'] as const) {
    const part = partOf(connectionOf(input))
    if (part !== null) channels[input] = part
  }
  const factorOf = (map: Texture | null, input: 'roughness' | 'metallic') => {
    const factors = map?.userData['scale'] as ArrayLike<number> | undefined
    return factors?.[Object.values(PARTS).indexOf(channels[input] ?? 'red')] ?? 1
  }
  if (material.roughnessMap) material.roughness = Math.min(1, factorOf(material.roughnessMap, 'roughness'))
  if (material.metalnessMap) material.metalness = Math.min(1, factorOf(material.metalnessMap, 'metallic'))
  const opacity = useOpacity(material, surface, losses)
  if (opacity !== null) channels.opacity = opacity
  material.userData['pictures'] = { channels, isModeStated: true } satisfies PictureWords
  if (attributes['inputs:roughness'] === undefined && material.roughnessMap === null)
    material.roughness = ROUGHNESS
  if (connectionOf('displacement') !== null || Number(attributes['inputs:displacement'] ?? 0) !== 0)
    losses.add('displacement', material.name)
  // glTF multiplies what the index of refraction reflects; 1.5 reflects 0.04.
  if (Number(attributes['inputs:useSpecularWorkflow'] ?? 0) === 1) {
    material.metalness = 0
    material.ior = 1.5
    material.specularColor.multiplyScalar(1 / 0.04)
  } else {
    material.specularColor.setScalar(1)
    material.specularColorMap = null
  }
  for (const input of ['clearcoat', 'clearcoatRoughness', 'ior'])
    if (connectionOf(input) !== null) losses.add(`maps of ${input}`, material.name)
}

/**
 * Where it is not the alpha of the colour's own picture, which three takes it for.
 * @returns the channel of the picture that it is in
 */
function useOpacity(material: MeshPhysicalMaterial, surface: Surface, losses: Losses): Part | null {
  const source = surface.connectionOf('opacity')
  if (source === null) return null
  const attributesOf = (connection: string | null) =>
    connection === null ? {} : surface.attributesOf(connection.split('.')[0] ?? '')
  const part = partOf(source) ?? 'red'
  const isOfColor =
    attributesOf(source)['inputs:file'] === attributesOf(surface.connectionOf('diffuseColor'))['inputs:file']
  if (isOfColor && part === 'alpha') return null
  const texture = surface.textureOf(source)
  const { scale = [], bias = [] } = (texture?.userData ?? {}) as Record<string, number[] | undefined>
  if (
    texture !== null &&
    [...scale].every((value) => value === 1) &&
    [...bias].every((value) => value === 0)
  ) {
    material.alphaMap = texture
    return part
  }
  losses.add('maps of opacity', leafOf(source.split('.')[0] ?? ''))
  material.alphaTest = 0
  material.transparent = false
  return null
}
