/** Materials of OBJ: three's reader leaves out what programs of today write for physically based rendering. */
import type { Material, Texture } from 'three'
import type { MTLLoader } from 'three/addons/loaders/MTLLoader.js'

type Creator = ReturnType<MTLLoader['parse']>
type Physical = Material & {
  roughness?: number
  metalness?: number
  roughnessMap?: Texture
  metalnessMap?: Texture
}

/** Pictures that neither three's reader nor glTF has a place for. */
const LEFT_OUT = ['map_ka', 'map_ns', 'map_ps', 'decal', 'refl'] as const

/**
 * Makes all materials, with roughness and metalness.
 * @returns kinds of pictures that are left out
 */
export function makeMaterials(
  creator: Creator,
  textureNamed: (reference: string) => Texture,
): readonly string[] {
  creator.preload()
  const lost = new Set<string>()
  for (const [name, values] of Object.entries(creator.materialsInfo)) {
    const info = values as Readonly<Record<string, string | undefined>>
    const material = creator.materials[name] as Physical
    const picture = (key: string): Texture | null => {
      const value = info[key]
      return value ? textureNamed(creator.getTextureParams(value, {}).url ?? '') : null
    }
    const [roughness, metalness] = [picture('map_pr'), picture('map_pm')]
    // A picture says it all, where no number stands beside it.
    if (roughness !== null) material.roughnessMap = roughness
    if (metalness !== null) material.metalnessMap = metalness
    const [rough, metal] = [numberOf(info['pr'], roughness), numberOf(info['pm'], metalness)]
    if (rough !== null) material.roughness = rough
    if (metal !== null) material.metalness = metal
    for (const key of LEFT_OUT) if (info[key]) lost.add(key)
  }
  return [...lost]
}

function numberOf(text: string | undefined, picture: Texture | null): number | null {
  if (text === undefined) return picture === null ? null : 1
  const value = Number.parseFloat(text)
  return Number.isFinite(value) ? value : null
}
