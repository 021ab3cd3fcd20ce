/** A decoded model: what the file holds, under the names that stand in the file. */
import {
  type Box3,
  type Camera,
  LineBasicMaterial,
  type Mesh,
  MeshBasicMaterial,
  type Object3D,
  PointsMaterial,
  SkinnedMesh,
} from 'three'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'
import { type ModelClip, readClips } from './clips.js'
import {
  collectResources,
  disposeResources,
  releaseOwn,
  releaseResources,
  type Resources,
} from './dispose.js'
import { readCredit } from './file-credit.js'
import { type FileHotspot, readHotspots } from './file-hotspots.js'
import { cameraNameOf, cloneTree, distinctNames, fileNameOf, listObjects } from './file-tree.js'
import { exactBox, measureClip, measureModel, type ModelBounds } from './frame-model.js'
import type { Credit } from '@vectreal/scene-format'
import { readVariants, type VariantSwatch } from './variants.js'

/** A decoded model, from `loadModel`. Any number of viewers may show it; whoever loaded it disposes of it. */
export interface LoadedModel {
  /** Names of the animations (glTF 2.0 §3.11). */
  readonly clips: readonly string[]
  /** Names of the material variants (`KHR_materials_variants`); empty where there are none. */
  readonly variants: readonly string[]
  /** Names of the cameras in the file. */
  readonly cameras: readonly string[]
  /** From `asset.extras`; null where the file names neither title nor author. */
  readonly credit: Credit | null
  /** Of all meshes together. */
  readonly triangles: number
  /** A tree of its own for one viewer, as it is in the file; geometry, materials and pictures are shared. */
  createInstance(): ModelInstance
  /** Frees memory once no viewer shows it any more. */
  dispose(): void
}

/** One tree of a model, for one viewer. */
export interface ModelInstance {
  readonly model: LoadedModel
  readonly root: Object3D
  readonly clips: readonly ModelClip[]
  readonly cameras: readonly { readonly name: string; readonly camera: Camera }[]
  /** Nodes named `hotspot:<id>`. Their place is read from the node, so they follow an animation. */
  readonly hotspots: readonly (FileHotspot & { readonly node: Object3D })[]
  /** Null: the materials the file starts with. False: there is no such variant. */
  setVariant(name: string | null): boolean
  /** The first node of that name in the file; null: there is none. */
  find(name: string): Object3D | null
  /** Of each variant, in their order. */
  swatches(): VariantSwatch[]
  /** Name of a node in the file; '' for an object without one. */
  nameOf(object: Object3D): string
  /** What the clip shows from its first moment to its last; null: the model at rest. */
  measure(clip: string | null): MeasuredClip
  /** The exact box of the model at rest; null: nothing of it is drawn. */
  restBox(): Box3 | null
  /** Frees GPU memory, also that of the shared parts; whoever still draws them uploads them anew. */
  release(): void
}

interface MeasuredClip {
  readonly bounds: ModelBounds
  /** Its first moment shows nothing. */
  readonly startsEmpty: boolean
}

/** Reads what the file says of its objects once; an instance finds its own by their place in the tree. */
export async function createLoadedModel(gltf: GLTF): Promise<LoadedModel> {
  const objects = listObjects(gltf.scene)
  const variants = await readVariants(gltf, objects)
  const clips = readClips(gltf, objects)
  const cameras = readCameras(gltf, objects)
  const hotspots = readHotspots(gltf, objects)
  const names = objects.map((object) => fileNameOf(gltf, object))
  const resources = collectResources(gltf.scene, variants.materials)
  const measured = new Map<string | null, MeasuredClip>()
  prepareToDraw(objects, resources)

  const measure = (name: string | null): MeasuredClip => {
    const known = measured.get(name)
    if (known !== undefined) return known
    const root = cloneTree(gltf.scene)
    const clip = clips.bind(listObjects(root)).find((one) => one.name === name)
    const found =
      clip === undefined ? { bounds: measureModel(root), startsEmpty: false } : measureClip(root, clip)
    measured.set(name, found)
    return found
  }
  let box: Box3 | null | undefined
  const restBox = (): Box3 | null => (box ??= measure(null).bounds.isEmpty ? null : exactBox(gltf.scene))
  const model: LoadedModel = {
    clips: clips.names,
    variants: variants.names,
    cameras: cameras.map(({ name }) => name),
    credit: readCredit(gltf.asset as { extras?: unknown }),
    triangles: countTriangles(objects),
    createInstance() {
      // Never the original: what one viewer does to its tree, the next must not start with.
      const root = cloneTree(gltf.scene)
      const own = listObjects(root)
      return {
        model,
        root,
        clips: clips.bind(own),
        cameras: cameras.map(({ name, index }) => ({ name, camera: own[index] as Camera })),
        hotspots: hotspots.map(({ index, ...hotspot }) => ({ ...hotspot, node: own[index]! })),
        setVariant: variants.createSwitch(own),
        find: (name) => own[names.indexOf(name)] ?? null,
        swatches: variants.swatches,
        nameOf: (object) => names[own.indexOf(object)] ?? '',
        measure,
        restBox,
        release() {
          releaseResources(resources)
          releaseOwn(own)
        },
      }
    },
    dispose: () => disposeResources(resources),
  }
  return model
}

function prepareToDraw(objects: readonly Object3D[], { materials }: Resources): void {
  // three measures a skinned mesh in its first pose only, and would leave it out once it has moved away.
  for (const object of objects) if (object instanceof SkinnedMesh) object.frustumCulled = false
  for (const material of materials) {
    // Unlit colours (KHR_materials_unlit, points, lines) are colours of the picture: nothing maps their brightness.
    const isUnlit =
      material instanceof MeshBasicMaterial ||
      material instanceof PointsMaterial ||
      material instanceof LineBasicMaterial
    if (isUnlit) material.toneMapped = false
  }
}

function countTriangles(objects: readonly Object3D[]): number {
  let triangles = 0
  for (const object of objects) {
    const { isMesh, geometry } = object as Mesh
    if (isMesh) triangles += (geometry.index?.count ?? geometry.attributes['position']?.count ?? 0) / 3
  }
  return Math.round(triangles)
}

function readCameras(gltf: GLTF, objects: readonly Object3D[]): { name: string; index: number }[] {
  const found = objects.flatMap((object, index) => ((object as Camera).isCamera ? [index] : []))
  const names = found.map(
    (index, count) => cameraNameOf(gltf, objects[index] as Camera) || `Camera ${count + 1}`,
  )
  return distinctNames(names).map((name, count) => ({ name, index: found[count]! }))
}
