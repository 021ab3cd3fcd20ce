/** A decoded model: what the file holds, under the names that stand in the file. */
import type { AnimationClip, Camera, Group, Mesh, Object3D } from 'three'
import { clone as cloneWithSkeletons } from 'three/addons/utils/SkeletonUtils.js'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'
import { collectResources, disposeResources, type Resources } from './dispose.js'
import type { FileVariants } from './variants.js'
import type { Credit, HotspotSettings, Vector } from './settings.js'

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
  /** A tree of its own for one viewer; geometry, materials and pictures are shared. */
  createInstance(): ModelInstance
  /** Geometry, materials (of every variant) and textures. */
  resources(): Resources
  /** Frees memory once no viewer shows it any more. */
  dispose(): void
}

/** One tree of a model, for one viewer. */
export interface ModelInstance {
  readonly model: LoadedModel
  readonly root: Object3D
  readonly animations: readonly AnimationClip[]
  readonly cameras: readonly { readonly name: string; readonly camera: Camera }[]
  /** Nodes named `hotspot:<id>`. Their place is read from the node, so they follow an animation. */
  readonly hotspots: readonly NodeHotspot[]
  /** Null: the materials the file starts with. False: there is no such variant. */
  setVariant(name: string | null): boolean
}

interface NodeHotspot extends Omit<HotspotSettings, 'position'> {
  readonly node: Object3D
}

const HOTSPOT_PREFIX = 'hotspot:'

export function createLoadedModel(gltf: GLTF, variants: FileVariants): LoadedModel {
  let spare: Group | null = gltf.scene
  let triangles = 0
  gltf.scene.traverse((object) => {
    const { geometry } = object as Partial<Mesh>
    const drawn = geometry?.index?.count ?? geometry?.attributes['position']?.count ?? 0
    if ((object as Mesh).isMesh) triangles += drawn / 3
  })
  const resources = collectResources(gltf.scene, variants.materials)

  const model: LoadedModel = {
    clips: gltf.animations.map((clip) => clip.name),
    variants: variants.names,
    cameras: namedCameras(gltf.scene).map(({ name }) => name),
    credit: readCredit(gltf.asset as { extras?: unknown }),
    triangles: Math.round(triangles),
    resources: () => resources,
    createInstance() {
      const root = spare ?? cloneWithSkeletons(gltf.scene)
      spare = null
      return createInstance(model, root, gltf.animations, variants)
    },
    dispose: () => disposeResources(resources),
  }
  return model
}

function createInstance(
  model: LoadedModel,
  root: Object3D,
  animations: readonly AnimationClip[],
  variants: FileVariants,
): ModelInstance {
  const setVariant = variants.createSwitch(root)
  return {
    model,
    root,
    animations,
    cameras: namedCameras(root),
    hotspots: readHotspots(root),
    setVariant,
  }
}

/** The name in the file: three takes spaces and `[ ] . : /` out of `name` and keeps the original here. */
function fileName(object: Object3D): string {
  const original: unknown = object.userData['name']
  return typeof original === 'string' ? original : object.name
}

/** A camera goes by the name of its node, which is what authoring tools show; its own name is the fall-back. */
function namedCameras(root: Object3D): { name: string; camera: Camera }[] {
  const found: { name: string; camera: Camera }[] = []
  root.traverse((object) => {
    const camera = object as Camera
    if (camera.isCamera !== true) return
    const holder = camera.parent === null || camera.parent === root ? camera : camera.parent
    const name = fileName(camera) || fileName(holder)
    found.push({ name: name || `Camera ${found.length + 1}`, camera })
  })
  return found
}

function readHotspots(root: Object3D): NodeHotspot[] {
  const found: NodeHotspot[] = []
  root.traverse((node) => {
    const name = fileName(node)
    if (!name.startsWith(HOTSPOT_PREFIX)) return
    const id = name.slice(HOTSPOT_PREFIX.length)
    const extras = node.userData as Record<string, unknown>
    found.push({
      node,
      id,
      label: text(extras['label']) || id,
      description: text(extras['description']),
      normal: vector(extras['normal']),
      camera: text(extras['camera']) || null,
    })
  })
  return found
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
