/** KHR_materials_variants, which three leaves alone: other materials for the same meshes, under a name. */
import type { Material, Mesh, Object3D } from 'three'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'

export interface FileVariants {
  readonly names: readonly string[]
  /** Every material that a variant brings. */
  readonly materials: readonly Material[]
  /** The switch of one tree of the model. Null: the materials the file starts with. False: no such variant. */
  createSwitch(root: Object3D): (name: string | null) => boolean
}

interface VariantExtension {
  readonly variants?: readonly { readonly name: string }[]
  readonly mappings?: readonly { readonly material: number; readonly variants: readonly number[] }[]
}

interface VariantsJson {
  readonly extensions?: { readonly KHR_materials_variants?: VariantExtension }
  readonly meshes?: readonly {
    readonly primitives: readonly {
      readonly extensions?: { readonly KHR_materials_variants?: VariantExtension }
    }[]
  }[]
}

/** Ties a mesh to its materials: user data survives cloning, the identity of the object does not. */
const KEY = 'vectrealVariants'

export async function readVariants(gltf: GLTF): Promise<FileVariants> {
  const json = gltf.parser.json as VariantsJson
  const names = (json.extensions?.KHR_materials_variants?.variants ?? []).map(({ name }) => name)
  const meshes: Mesh[] = []
  gltf.scene.traverse((object) => {
    if ((object as Mesh).isMesh) meshes.push(object as Mesh)
  })
  const tables: ReadonlyMap<number, Material>[] = []
  for (const mesh of names.length === 0 ? [] : meshes) {
    const place = gltf.parser.associations.get(mesh)
    if (place?.meshes === undefined) continue
    const primitive = json.meshes?.[place.meshes]?.primitives[place.primitives ?? 0]
    const mappings = primitive?.extensions?.KHR_materials_variants?.mappings
    if (mappings === undefined) continue
    const table = new Map<number, Material>()
    for (const { material, variants } of mappings) {
      const loaded = await finalMaterial(gltf, mesh, material)
      for (const variant of variants) table.set(variant, loaded)
    }
    mesh.userData[KEY] = tables.push(table) - 1
  }
  return {
    names,
    materials: [...new Set(tables.flatMap((table) => [...table.values()]))],
    createSwitch(root) {
      const switches: { mesh: Mesh; original: Mesh['material']; table: ReadonlyMap<number, Material> }[] = []
      root.traverse((object) => {
        const table = tables[object.userData[KEY] as number]
        if (table !== undefined)
          switches.push({ mesh: object as Mesh, original: (object as Mesh).material, table })
      })
      return (name) => {
        const wanted = name === null ? -1 : names.indexOf(name)
        if (name !== null && wanted === -1) return false
        for (const { mesh, original, table } of switches) mesh.material = table.get(wanted) ?? original
        return true
      }
    },
  }
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
