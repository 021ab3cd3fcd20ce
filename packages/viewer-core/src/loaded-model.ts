/** A decoded model: what the file holds, under the names that stand in the file. */
import {
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
import { cameraNameOf, cloneTree, distinctNames, fileNameOf, listObjects } from './file-tree.js'
import { measureClip, measureModel, type ModelBounds } from './frame-model.js'
import type { Credit, HotspotSettings, Vector } from './settings.js'
import { readVariants } from './variants.js'

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
  readonly hotspots: readonly NodeHotspot[]
  /** Null: the materials the file starts with. False: there is no such variant. */
  setVariant(name: string | null): boolean
  /** What the clip shows from its first moment to its last; null: the model at rest. */
  measure(clip: string | null): MeasuredClip
  /** Frees GPU memory, also that of the shared parts; whoever still draws them uploads them anew. */
  release(): void
}

interface MeasuredClip {
  readonly bounds: ModelBounds
  /** Its first moment shows nothing. */
  readonly startsEmpty: boolean
}

interface NodeHotspot extends Omit<HotspotSettings, 'position'> {
  readonly node: Object3D
}

const HOTSPOT_PREFIX = 'hotspot:'

/** Reads what the file says of its objects once; an instance finds its own by their place in the tree. */
export async function createLoadedModel(gltf: GLTF): Promise<LoadedModel> {
  const objects = listObjects(gltf.scene)
  const variants = await readVariants(gltf, objects)
  const clips = readClips(gltf, objects)
  const cameras = readCameras(gltf, objects)
  const hotspots = readHotspots(gltf, objects)
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
        measure,
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

function readHotspots(
  gltf: GLTF,
  objects: readonly Object3D[],
): (Omit<NodeHotspot, 'node'> & { index: number })[] {
  return objects.flatMap((object, index) => {
    const name = fileNameOf(gltf, object)
    if (!name.startsWith(HOTSPOT_PREFIX)) return []
    const id = name.slice(HOTSPOT_PREFIX.length)
    const extras = object.userData as Record<string, unknown>
    return [
      {
        index,
        id,
        label: text(extras['label']) || id,
        description: text(extras['description']),
        normal: vector(extras['normal']),
        camera: text(extras['camera']) || null,
      },
    ]
  })
}

function readCredit(asset: { extras?: unknown }): Credit | null {
  const extras = (typeof asset.extras === 'object' && asset.extras !== null ? asset.extras : {}) as Record<
    string,
    unknown
  >
  const credit: Credit = {
    title: withoutLink(extras['title']),
    author: withoutLink(extras['author']),
    licence: withoutLink(extras['licence'] ?? extras['license']),
    sourceUrl: text(extras['source'] ?? extras['sourceUrl']),
  }
  return credit.title === '' && credit.author === '' ? null : credit
}

/** Many files write "Name (https://…)"; the address of the source is a field of its own. */
function withoutLink(value: unknown): string {
  return text(value).replaceAll(/\s*\(https?:[^)]*\)/g, '')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function vector(value: unknown): Vector | null {
  const isVector = Array.isArray(value) && value.length === 3 && value.every((part) => Number.isFinite(part))
  return isVector ? (value as unknown as Vector) : null
}
