/** Materials of OBJ: three's reader leaves out what programs of today write for physically based rendering. */
import { type Material, type Texture, Vector2 } from 'three'
import type { MTLLoader } from 'three/addons/loaders/MTLLoader.js'
import { createTiledTexture } from './named-texture.js'

type Creator = ReturnType<MTLLoader['parse']>
type Physical = Material & {
  roughness?: number
  metalness?: number
  roughnessMap?: Texture
  metalnessMap?: Texture
}

/** Pictures that neither three's reader nor glTF has a place for. */
const OTHER_MAPS = ['map_ka', 'map_ns', 'map_ps', 'decal', 'refl'] as const
/** Numbers that three's reader has no place for, by what they say. */
const OTHER_NUMBERS = { pc: 'clearcoat', ps: 'sheen', aniso: 'anisotropy' } as const

/**
 * Makes all materials, with roughness and metalness.
 * @returns kinds of pictures and numbers that are left out
 */
export function makeMaterials(creator: Creator): readonly string[] {
  creator.preload()
  const lost = new Set<string>()
  for (const [name, values] of Object.entries(creator.materialsInfo)) {
    const info = values as Readonly<Record<string, string | undefined>>
    const material = creator.materials[name] as Physical
    const [roughness, metalness] = [info['map_pr'], info['map_pm']].map((value) =>
      value ? createTexture(creator, value) : null,
    )
    if (roughness) material.roughnessMap = roughness
    if (metalness) material.metalnessMap = metalness
    // A picture says it all, where no number stands beside it.
    const [rough, metal] = [numberOf(info['pr'], roughness), numberOf(info['pm'], metalness)]
    if (rough !== null) material.roughness = rough
    if (metal !== null) material.metalness = metal
    for (const [key, name] of Object.entries(OTHER_NUMBERS)) if (Number(info[key] ?? 0) > 0) lost.add(name)
    for (const key of OTHER_MAPS) if (info[key] && info[key] !== info['map_kd']) lost.add(key)
  }
  return [...lost]
}

function createTexture(creator: Creator, value: string): Texture {
  const params: { url?: string; scale?: Vector2; offset?: Vector2 } = creator.getTextureParams(value, {})
  const texture = createTiledTexture(params.url ?? '')
  texture.repeat.copy(params.scale ?? new Vector2(1, 1))
  texture.offset.copy(params.offset ?? new Vector2())
  return texture
}

function numberOf(text: string | undefined, picture: Texture | null | undefined): number | null {
  if (text === undefined) return picture ? 1 : null
  const value = Number.parseFloat(text)
  return Number.isFinite(value) ? value : null
}
