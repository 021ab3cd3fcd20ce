/** What three's reader of FBX makes of materials and pictures, as the file means it. */
import { Color, type Material, type MeshPhongMaterial, type Object3D } from 'three'
import type { PictureWords } from '../plain-materials.js'
import { createPhysical, type FbxWords, lightOf } from './physical-materials.js'
import { type FbxObject, type FbxTree, isProperty, linksOf } from './tree.js'

/** Puts finished materials in the places of those that the reader made. @returns what is left out */
export function finishMaterials(root: Object3D, given: Omit<FbxWords, 'links'>): readonly string[] {
  const { tree } = given
  const words = { ...given, links: linksOf(tree) }
  const lost = new Set(finishTextures(words))
  const materials = tree.Objects['Material'] ?? {}
  const made = new Map<Material, Material>()
  const finish = (material: Material, id: number | undefined): Material => {
    // Curves have one of three's own.
    if (!('emissive' in material)) return material
    const known = made.get(material)
    if (known !== undefined) return known
    const written = id === undefined ? undefined : materials[id]
    const physical = written && createPhysical(material as MeshPhongMaterial, id as number, written, words)
    const kind = written && kindOf(written)
    if (written && !physical && kind && !/^(?:phong|lambert)$/i.test(kind))
      lost.add(`materials of the kind “${kind}”`)
    const finished = physical ?? finishPhong(material as MeshPhongMaterial)
    made.set(material, finished)
    return finished
  }
  root.traverse((object) => {
    const drawn = object as Object3D & { ID?: number; material?: Material | Material[] }
    if (drawn.material === undefined || drawn.ID === undefined) return
    const own = (words.links.get(drawn.ID) ?? [])
      .map(([from]) => from)
      .filter((id) => String(id) in materials)
    drawn.material = Array.isArray(drawn.material)
      ? drawn.material.map((material, index) => finish(material, own[index]))
      : finish(drawn.material, own[0])
  })
  return [...lost]
}

/** A picture of FBX stands in place of the colour; the reader multiplies both. */
function finishPhong(material: MeshPhongMaterial): MeshPhongMaterial {
  const otherwise = {
    baseColor: material.color.toArray(),
    emissive: lightOf(material.emissive, material.emissiveIntensity),
  }
  material.userData['pictures'] = { otherwise } satisfies PictureWords
  if (material.map !== null) material.color.copy(WHITE)
  if (material.emissiveMap !== null) material.emissive.copy(WHITE)
  return material
}

const WHITE = new Color(1, 1, 1)

function kindOf({ ShadingModel: kind }: FbxObject): string {
  return String(isProperty(kind) ? kind.value : kind)
}

/** The coordinates that pictures lie on. @returns what is left out */
function finishTextures({ tree, textures }: Omit<FbxWords, 'links'>): readonly string[] {
  const sets = coordinateSets(tree)
  const lost: string[] = []
  for (const [id, texture] of textures) {
    const { Rotation: rotation, UVSet: set } = tree.Objects['Texture']?.[id] ?? {}
    const channel = isProperty(set) ? sets.get(String(set.value)) : 0
    texture.channel = channel ?? 0
    if (channel === null) lost.push(`the coordinates of “${texture.name}” on some meshes`)
    if (isProperty(rotation) && isTurned(rotation.value)) lost.push(`the turn of “${texture.name}”`)
  }
  if (Object.keys(tree.Objects['LayeredTexture'] ?? {}).length > 0)
    lost.push('layers of pictures but the first')
  return lost
}

const isTurned = (value: unknown): boolean => Array.isArray(value) && value.some((part) => Number(part) !== 0)

/** Which set of coordinates a name is of, as the meshes have them; null: not the same one of all. */
function coordinateSets(tree: FbxTree): ReadonlyMap<string, number | null> {
  const sets = new Map<string, number | null>()
  for (const geometry of Object.values(tree.Objects['Geometry'] ?? {})) {
    const layers = (geometry['LayerElementUV'] ?? {}) as Record<
      string,
      { readonly Name?: unknown } | undefined
    >
    for (let index = 0; layers[index] !== undefined; index += 1) {
      const name = String(layers[index]?.Name ?? '')
      const known = sets.get(name)
      sets.set(name, known === undefined || known === index ? index : null)
    }
  }
  return sets
}
