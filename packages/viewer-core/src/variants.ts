/** KHR_materials_variants, which three leaves alone: other materials for the same meshes, under a name. */
import type { Material, Mesh, Object3D } from 'three'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'
import { distinctNames, fileNodeOf } from './file-tree.js'

export interface FileVariants {
  readonly names: readonly string[]
  /** Every material that a variant brings. */
  readonly materials: readonly Material[]
  /**
   * The switch of one copy of the tree, given its objects in the order of the original's. Null: the materials the file
   * starts with. False: no such variant.
   */
  createSwitch(objects: readonly Object3D[]): (name: string | null) => boolean
  /** What tells each variant from the others. */
  swatches(): VariantSwatch[]
}

/** The material by which visitors know a variant; null: it brings none of its own. */
export interface VariantSwatch {
  readonly name: string
  readonly material: Material | null
  /** The file starts with it. */
  readonly isOriginal: boolean
}

interface VariantExtension {
  readonly variants?: readonly { readonly name: string }[]
  readonly mappings?: readonly { readonly material: number; readonly variants: readonly number[] }[]
}

interface VariantsJson {
  readonly extensions?: { readonly KHR_materials_variants?: VariantExtension }
  readonly meshes?: readonly { readonly primitives: readonly PrimitiveJson[] }[]
}

interface PrimitiveJson {
  readonly extensions?: { readonly KHR_materials_variants?: VariantExtension }
}

/** `objects`: all objects of the scene, in the order of `traverse`. */
export async function readVariants(gltf: GLTF, objects: readonly Object3D[]): Promise<FileVariants> {
  const json = gltf.parser.json as VariantsJson
  const names = distinctNames(
    (json.extensions?.KHR_materials_variants?.variants ?? []).map(({ name }) => name),
  )
  /** By the place of the mesh among the objects. */
  const tables = new Map<number, ReadonlyMap<number, Material>>()
  for (const [index, object] of names.length === 0 ? [] : objects.entries()) {
    const mappings = primitiveOf(gltf, object)?.extensions?.KHR_materials_variants?.mappings
    if (mappings === undefined) continue
    const table = new Map<number, Material>()
    for (const { material, variants } of mappings) {
      const loaded = await finalMaterial(gltf, object as Mesh, material)
      for (const variant of variants) table.set(variant, loaded)
    }
    tables.set(index, table)
  }
  return {
    names,
    materials: [...new Set([...tables.values()].flatMap((table) => [...table.values()]))],
    createSwitch(own) {
      const switches = Array.from(tables, ([index, table]) => {
        const mesh = own[index] as Mesh
        return { mesh, original: mesh.material, table }
      })
      return (name) => {
        const wanted = name === null ? -1 : names.indexOf(name)
        if (name !== null && wanted === -1) return false
        for (const { mesh, original, table } of switches) mesh.material = table.get(wanted) ?? original
        return true
      }
    },
    swatches() {
      // The mesh whose material differs most often tells them apart best.
      const all = [...tables.values()]
      const kinds = (table: ReadonlyMap<number, Material>) => new Set(table.values()).size
      const [telling] = all.toSorted((a, b) => kinds(b) - kinds(a))
      return names.map((name, index) => ({
        name,
        material: telling?.get(index) ?? all.find((table) => table.has(index))?.get(index) ?? null,
        isOriginal: Array.from(tables).every(([place, table]) => {
          const { material } = objects[place] as Mesh
          return (table.get(index) ?? material) === material
        }),
      }))
    },
  }
}

/** three knows the primitive of a mesh, but not of an instanced one: that one is its node's, or a child of it. */
function primitiveOf(gltf: GLTF, object: Object3D): PrimitiveJson | undefined {
  if (!(object as Mesh).isMesh) return undefined
  const { meshes } = gltf.parser.json as VariantsJson
  const place = gltf.parser.associations.get(object)
  if (place?.meshes !== undefined) return meshes?.[place.meshes]?.primitives[place.primitives ?? 0]
  const own = fileNodeOf(gltf, object)
  const node = own ?? (object.parent && fileNodeOf(gltf, object.parent))
  return meshes?.[node?.mesh ?? -1]?.primitives[
    own === null ? (object.parent?.children.indexOf(object) ?? 0) : 0
  ]
}

/** three adapts a material to its mesh (vertex colours, flat shading, tangents); a variant's needs the same. */
async function finalMaterial(gltf: GLTF, mesh: Mesh, index: number): Promise<Material> {
  const original = mesh.material
  mesh.material = (await gltf.parser.getDependency('material', index)) as Material
  gltf.parser.assignFinalMaterial(mesh)
  const final = mesh.material as Material
  mesh.material = original
  return final
}
