/** What programs call the properties of physically based materials in FBX, which itself has none. */

/** The maps of three's materials that pictures of these names are for. */
export type MapName =
  | 'map'
  | 'normalMap'
  | 'bumpMap'
  | 'metalnessMap'
  | 'roughnessMap'
  | 'emissiveMap'
  | 'aoMap'
  | 'alphaMap'

export interface MapUse {
  readonly map: MapName
  /** It says the opposite: glossiness. */
  readonly isInverted?: true
}

/** Under their plain names, see `plainName`: of 3ds Max, Maya, Arnold, Stingray and V-Ray. */
const MAPS: Readonly<Record<string, MapUse>> = {
  basecolor: { map: 'map' },
  color: { map: 'map' },
  diffuse: { map: 'map' },
  norm: { map: 'normalMap' },
  normal: { map: 'normalMap' },
  // Of heights or of directions, which the picture tells.
  normalcamera: { map: 'bumpMap' },
  bump: { map: 'bumpMap' },
  metalness: { map: 'metalnessMap' },
  metallic: { map: 'metalnessMap' },
  roughness: { map: 'roughnessMap' },
  specularroughness: { map: 'roughnessMap' },
  glossiness: { map: 'roughnessMap', isInverted: true },
  emission: { map: 'emissiveMap' },
  emissive: { map: 'emissiveMap' },
  emitcolor: { map: 'emissiveMap' },
  emissioncolor: { map: 'emissiveMap' },
  ao: { map: 'aoMap' },
  ambientocclusion: { map: 'aoMap' },
  alpha: { map: 'alphaMap' },
  cutout: { map: 'alphaMap' },
  opacity: { map: 'alphaMap' },
}

/** Blender's exporter writes them into properties of Phong's material that mean something else. */
const MAPS_OF_BLENDER: Readonly<Record<string, MapUse>> = {
  ReflectionFactor: { map: 'metalnessMap' },
  Shininess: { map: 'roughnessMap' },
}

/** Null: no picture of a physically based material, or one of a kind that nobody has a place for. */
export function mapUseOf(property: string, isOfBlender: boolean): MapUse | null {
  const name = plainName(property)
  if (name !== null) return Object.hasOwn(MAPS, name) ? (MAPS[name] as MapUse) : null
  return isOfBlender && Object.hasOwn(MAPS_OF_BLENDER, property)
    ? (MAPS_OF_BLENDER[property] as MapUse)
    : null
}

/**
 * `3dsMax|main|base_color_map`, `Maya|baseColor|file` and `Maya|TEX_color_map` without program and spelling: `basecolor`,
 * `color`. Null: a property of FBX itself.
 */
export function plainName(property: string): string | null {
  const parts = property.split('|')
  if (parts.length < 2) return null
  if (parts.at(-1) === 'file') parts.pop()
  return (parts.at(-1) ?? '')
    .replaceAll('_', '')
    .toLowerCase()
    .replace(/^tex(?:map)?(?=.)/, '')
    .replace(/(?<=.)(?:map|texture)$/, '')
}
