/** Pictures of opacity in COLLADA, which three's reader only takes as a sign that something is transparent. */
/* oxlint-disable oxc/no-this-in-exported-function -- a method of three's composer */
import type { MeshPhongMaterial, Texture } from 'three'
import type { PictureWords } from './plain-materials.js'

interface Parameter {
  readonly texture?: unknown
}

interface Technique {
  parameters: { readonly [name: string]: Parameter | Transparent | undefined }
}

interface Transparent {
  readonly opaque?: string
  readonly data?: Parameter
}

interface Composer {
  getEffect(url: string): { readonly profile: { readonly technique: Technique } }
}

/** The method of three's composer. */
export type BuildMaterial = (this: Composer, data: { readonly url: string }) => MeshPhongMaterial

/** COLLADA 1.4.1, `transparent`: where opacity stands, and which end of it is whole. */
const WORDS: Readonly<Record<string, PictureWords>> = {
  A_ONE: { channels: { opacity: 'alpha' } },
  A_ZERO: { channels: { opacity: 'alpha' }, inverted: ['opacity'] },
  RGB_ONE: { channels: { opacity: 'green' } },
  RGB_ZERO: { channels: { opacity: 'green' }, inverted: ['opacity'] },
}

/** Takes the place of the method that makes a material. */
export function withOpacity(build: BuildMaterial): BuildMaterial {
  return function (this: Composer, data) {
    const material = build.call(this, data)
    const { technique } = this.getEffect(data.url).profile
    const transparent = technique.parameters['transparent'] as Transparent | undefined
    if (transparent?.data?.texture === undefined) return material
    material.alphaMap = textureOf(build.bind(this, data), technique, transparent.data)
    material.userData['pictures'] = WORDS[transparent.opaque ?? 'A_ONE'] ?? WORDS['A_ONE']
    return material
  }
}

/** As the light map of the same material without anything else: three makes textures nowhere but there. */
function textureOf(
  build: () => MeshPhongMaterial,
  technique: Technique,
  { texture }: Parameter,
): Texture | null {
  const { parameters } = technique
  technique.parameters = { ambient: { texture } }
  try {
    return build().lightMap
  } finally {
    technique.parameters = parameters
  }
}
