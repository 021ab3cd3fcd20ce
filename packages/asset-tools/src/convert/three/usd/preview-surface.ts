/** The parts of a UsdPreviewSurface that three reads otherwise than they are meant. */
import type { MeshPhysicalMaterial, Texture } from 'three'
import { type Attributes, leafOf } from './layer.js'
import type { Losses } from './losses.js'

export interface Surface {
  readonly attributes: Attributes
  /** Where an input comes from: `/Material/Texture.outputs:r`; null: it is a value. */
  connectionOf(input: string): string | null
  attributesOf(prim: string): Attributes
}

/** Which channel of a picture each map is; `userData` of the material. */
type Channels = Partial<Record<'roughness' | 'metallic' | 'occlusion', 'r' | 'g' | 'b' | 'a'>>

export function finishMaterial(material: MeshPhysicalMaterial, surface: Surface, losses: Losses): void {
  const { attributes, connectionOf } = surface
  // A normal of eight bits is scaled to -1 … 1 by the file itself, and by glTF without a word.
  const scale = material.normalMap?.userData['scale'] as ArrayLike<number> | undefined
  if (scale) material.normalScale.set((scale[0] ?? 2) / 2, (scale[1] ?? 2) / 2)
  const channels: Channels = {}
  for (const input of ['roughness', 'metallic', 'occlusion'] as const) {
    const channel = /\.outputs:([rgba])$/.exec(connectionOf(input) ?? '')?.[1]
    if (channel !== undefined) channels[input] = channel as 'r'
  }
  material.userData['channels'] = channels
  const factorOf = (map: Texture | null, input: 'roughness' | 'metallic') => {
    const factors = map?.userData['scale'] as ArrayLike<number> | undefined
    return factors?.['rgba'.indexOf(channels[input] ?? 'r')] ?? 1
  }
  if (material.roughnessMap) material.roughness = Math.min(1, factorOf(material.roughnessMap, 'roughness'))
  if (material.metalnessMap) material.metalness = Math.min(1, factorOf(material.metalnessMap, 'metallic'))
  checkOpacity(material, surface, losses)
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

/** glTF has transparency in the picture of the colour, and nowhere else. */
function checkOpacity(material: MeshPhysicalMaterial, surface: Surface, losses: Losses): void {
  const source = surface.connectionOf('opacity')
  if (source === null) return
  const fileOf = (connection: string | null) =>
    connection && surface.attributesOf(connection.split('.')[0] ?? '')['inputs:file']
  const isOfColour = fileOf(source) === fileOf(surface.connectionOf('diffuseColor'))
  if (isOfColour && source.endsWith(':a')) return
  losses.add('maps of opacity', leafOf(source.split('.')[0] ?? ''))
  material.alphaTest = 0
  material.transparent = false
}
