/** Frees what three holds on the GPU for a tree of objects. three itself frees nothing when an object goes. */
import {
  type BufferGeometry,
  InstancedMesh,
  type Material,
  type Mesh,
  type Object3D,
  SkinnedMesh,
  Texture,
} from 'three'

export interface Resources {
  readonly geometries: Set<BufferGeometry>
  readonly materials: Set<Material>
  readonly textures: Set<Texture>
}

export function collectResources(root: Object3D, extra: Iterable<Material> = []): Resources {
  const resources: Resources = {
    geometries: new Set(),
    materials: new Set(),
    textures: new Set(),
  }
  root.traverse((object) => {
    const { geometry, material } = object as Partial<Pick<Mesh, 'geometry' | 'material'>>
    if (geometry !== undefined) resources.geometries.add(geometry)
    if (material !== undefined) for (const one of [material].flat()) addMaterial(one, resources)
  })
  for (const material of extra) addMaterial(material, resources)
  return resources
}

/** Frees GPU memory; everything can be drawn again afterwards, it is then uploaded anew. */
export function releaseResources({ geometries, materials, textures }: Resources): void {
  for (const geometry of geometries) geometry.dispose()
  for (const texture of textures) texture.dispose()
  for (const material of materials) material.dispose()
}

/** Frees what a copy of a tree does not share with the others: bones and the places of instances. */
export function releaseOwn(objects: readonly Object3D[]): void {
  for (const object of objects) {
    if (object instanceof SkinnedMesh) object.skeleton.dispose()
    if (object instanceof InstancedMesh) object.dispose()
  }
}

/** Frees GPU memory and the decoded pictures. Nothing of it can be drawn again. */
export function disposeResources(resources: Resources): void {
  releaseResources(resources)
  for (const texture of resources.textures) {
    const image: unknown = texture.source.data
    if (typeof ImageBitmap !== 'undefined' && image instanceof ImageBitmap) image.close()
  }
}

function addMaterial(material: Material, { materials, textures }: Resources): void {
  materials.add(material)
  for (const value of Object.values(material)) if (value instanceof Texture) textures.add(value)
}
