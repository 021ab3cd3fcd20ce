/** The objects of a model as the file knows them: their names, and the same place in every copy of the tree. */
import type { Bone, Camera, DirectionalLight, Object3D, SkinnedMesh, SpotLight } from 'three'
import { clone as cloneWithSkeletons } from 'three/addons/utils/SkeletonUtils.js'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'

interface FileNode {
  readonly name?: string
  readonly mesh?: number
  readonly camera?: number
}

interface FileJson {
  readonly nodes?: readonly FileNode[]
  readonly cameras?: readonly { readonly name?: string }[]
}

/** A tree in the order of `traverse`, which is the same in the original and in every copy. */
export function listObjects(root: Object3D): Object3D[] {
  const objects: Object3D[] = []
  root.traverse((object) => void objects.push(object))
  return objects
}

/** A copy that shares geometry, materials and pictures, and nothing else. */
export function cloneTree(original: Object3D): Object3D {
  const copy = cloneWithSkeletons(original)
  const copies = listObjects(copy)
  const originals = listObjects(original)
  const copyOf = new Map(originals.map((object, index) => [object, copies[index]!]))
  for (const [index, object] of originals.entries()) {
    const { target } = object as DirectionalLight | SpotLight
    // three points the copy of a light at a target outside the tree.
    const ownTarget = target === undefined ? undefined : copyOf.get(target)
    if (ownTarget !== undefined) (copies[index] as DirectionalLight | SpotLight).target = ownTarget
    const { isSkinnedMesh, skeleton } = object as SkinnedMesh
    // A joint outside the scene has no copy; it stands still, so the original serves.
    if (isSkinnedMesh) {
      const own = (copies[index] as SkinnedMesh).skeleton
      own.bones = skeleton.bones.map((bone) => (copyOf.get(bone) as Bone | undefined) ?? bone)
    }
  }
  return copy
}

/** The node of the file that an object stands for; null for what three adds, such as the meshes of a group. */
export function fileNodeOf({ parser }: GLTF, object: Object3D): FileNode | null {
  const index = parser.associations.get(object)?.nodes
  return index === undefined ? null : ((parser.json as FileJson).nodes?.[index] ?? null)
}

/** The name in the file: three's `name` lacks spaces and `[ ] . : /`, and its `userData.name` may come from extras. */
export function fileNameOf(gltf: GLTF, object: Object3D): string {
  return fileNodeOf(gltf, object)?.name ?? ''
}

/** By its node, which is what authoring tools show, then by its own name, then by what holds it. */
export function cameraNameOf(gltf: GLTF, camera: Camera): string {
  const node = fileNodeOf(gltf, camera) ?? (camera.parent && fileNodeOf(gltf, camera.parent))
  const { cameras } = gltf.parser.json as FileJson
  let name = node?.name || cameras?.[node?.camera ?? -1]?.name || ''
  for (let holder = camera.parent; name === '' && holder !== null; holder = holder.parent) {
    name = fileNameOf(gltf, holder)
  }
  return name
}

/** Names that each mean one thing: the second "Take 001" becomes "Take 001 (2)". */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names)
  const seen = new Set<string>()
  return names.map((name) => {
    let own = name
    for (let count = 2; seen.has(own) || (own !== name && taken.has(own)); count += 1)
      own = `${name} (${count})`
    seen.add(own)
    return own
  })
}
