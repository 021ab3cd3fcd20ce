/** Which pictures the drawn materials need. */
import { entryAt, extensionOf, isObject, type Json, list, object, primitivesOf } from './document.js'
import { isDrawnExtension } from './extensions.js'
import type { Findings } from './findings.js'

/** In the order in which the viewer prefers them to the texture's own source. */
const SOURCES = ['KHR_texture_basisu', 'EXT_texture_webp', 'EXT_texture_avif']

export interface DrawnPictures {
  readonly materials: ReadonlySet<number>
  readonly textures: ReadonlySet<number>
  readonly images: ReadonlySet<number>
}

/** A material loses the textures that have no picture: they could not be seen. */
export function resolveMaterials(json: Json, meshes: ReadonlySet<number>, findings: Findings): DrawnPictures {
  const materials = new Set<number>()
  const textures = new Set<number>()
  const images = new Set<number>()
  for (const mesh of meshes) {
    for (const [at, primitive] of primitivesOf(json, mesh).entries()) {
      for (const material of materialsOf(primitive)) {
        if (entryAt(json, 'materials', material) === null) {
          findings.fail(`/meshes/${mesh}/primitives/${at}/material`, 'material_missing')
        } else materials.add(material as number)
      }
    }
  }
  for (const index of materials) {
    const material = entryAt(json, 'materials', index) ?? {}
    for (const use of textureUses(material, `/materials/${index}`)) {
      const source = sourceOf(json, use.texture)
      if (source === null) {
        if (entryAt(json, 'textures', use.texture) === null) {
          findings.fail(use.pointer, 'texture_missing')
        } else findings.warn(use.pointer, 'texture_empty')
        delete use.parent[use.name]
      } else {
        textures.add(use.texture as number)
        images.add(source)
      }
    }
  }
  return { materials, textures, images }
}

function materialsOf(primitive: unknown): readonly unknown[] {
  const { material } = object(primitive)
  const mappings = list(extensionOf(primitive, 'KHR_materials_variants')?.['mappings'])
  return [material, ...mappings.map((mapping) => object(mapping)['material'])].filter(
    (index) => index !== undefined,
  )
}

interface TextureUse {
  readonly parent: Json
  readonly name: string
  readonly texture: unknown
  readonly pointer: string
}

/** Every texture of a material is an object with an index, under a name that ends like this. */
function textureUses(parent: Json, pointer: string): readonly TextureUse[] {
  return Object.entries(parent).flatMap(([name, value]): readonly TextureUse[] => {
    if (name === 'extras' || !isObject(value)) return []
    const below = `${pointer}/${name}`
    if (/texture$/i.test(name)) return [{ parent, name, texture: value['index'], pointer: below }]
    if (name !== 'extensions') return textureUses(value, below)
    return Object.entries(value)
      .filter(([extension, content]) => isDrawnExtension(extension) && isObject(content))
      .flatMap(([extension, content]) => textureUses(content as Json, `${below}/${extension}`))
  })
}

/** The picture that the viewer takes for a texture; null where it has none that exists. */
function sourceOf(json: Json, texture: unknown): number | null {
  const entry = entryAt(json, 'textures', texture)
  if (entry === null) return null
  for (const name of SOURCES) {
    const source = extensionOf(entry, name)?.['source']
    if (source !== undefined) return entryAt(json, 'images', source) === null ? null : (source as number)
  }
  return entryAt(json, 'images', entry['source']) === null ? null : (entry['source'] as number)
}
