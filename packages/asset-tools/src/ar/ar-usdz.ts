/** A USDZ for the Quick Look of iPhones and iPads, by three's exporter. */
import type { Glb } from '@vectreal/scene-format'
import { Mesh, MeshPhysicalMaterial, type Object3D } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { USDZExporter } from 'three/addons/exporters/USDZExporter.js'
import { platform } from '#platform'
import { AssetError } from '../asset-error.js'
import { ownBuffer } from '../own-buffer.js'
import {
  type ArFileResult,
  isPlain,
  openModel,
  whyNoPlainTextures,
  withinSize,
  writePlain,
} from './ar-glb.js'
import { applyLook, type ArLook } from './ar-look.js'

/** A USDZ holds its geometry as text: about 300 bytes for each triangle. */
const MAX_TRIANGLES = 250_000
const MAX_TEXTURE_SIDE = 1024
/** Of clear glass, which USDZ has as opacity alone: its reflections are seen, and what is behind it. */
const GLASS_OPACITY = 0.25

/** What `makeArUsdz` takes beside the bytes of a GLB. */
export interface ArUsdzOptions extends ArLook {
  /** What the model holds on to: a horizontal plane or a vertical one. Default `floor`. */
  readonly placement?: 'floor' | 'wall'
}

/**
 * A USDZ of the model in metres, its first animation included, textures at most 1024 pixels a side. There is none for
 * models with skeletons or shaped by morph targets, which the exporter cannot carry.
 *
 * @throws AssetError `invalid_model`: the viewer would not show the file
 */
export async function makeArUsdz(
  bytes: Uint8Array,
  { placement = 'floor', ...look }: ArUsdzOptions = {},
): Promise<ArFileResult> {
  const model = openModel(bytes)
  const reason = whyNoPlainTextures(model) ?? whyNotCarried(model)
  if (reason !== null) return { kind: 'none', reason }
  const shown = applyLook(bytes, look)
  const glb = openModel(shown)
  const isReady = isPlain(glb) && !glb.extensionsUsed.includes('KHR_draco_mesh_compression')
  return exportUsdz(isReady ? shown : await writePlain(glb), placement)
}

/** Null: the exporter carries all of it. */
function whyNotCarried({ json }: Glb): string | null {
  const { nodes = [], meshes = [] } = json as { nodes?: NodeDefinition[]; meshes?: MeshDefinition[] }
  if (nodes.some(({ skin, mesh }) => skin !== undefined && mesh !== undefined)) {
    return 'The model has a skeleton, which cannot be carried over into a USDZ: iPhones and iPads show no AR for it.'
  }
  const isMorphed = [...nodes, ...meshes].some(({ weights = [] }) => weights.some((weight) => weight !== 0))
  if (isMorphed) {
    return 'The model is shaped by morph targets, which cannot be carried over into a USDZ: iPhones and iPads show no AR for it.'
  }
  return null
}

interface NodeDefinition {
  readonly mesh?: number
  readonly skin?: number
  readonly weights?: readonly number[]
}
interface MeshDefinition {
  readonly weights?: readonly number[]
}

async function exportUsdz(glb: Uint8Array, placement: 'floor' | 'wall'): Promise<ArFileResult> {
  return platform.withCanvas(async ({ prepareLoader }) => {
    const loader = prepareLoader(new GLTFLoader())
    const gltf = await loader.parseAsync(ownBuffer(glb), '').catch((error: unknown) => {
      throw new AssetError({
        code: 'invalid_model',
        message: `The model cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'Export the model again as glTF Binary (.glb).',
      })
    })
    const triangles = countTriangles(gltf.scene)
    if (triangles > MAX_TRIANGLES) {
      const reason = `The model has ${triangles} triangles; a USDZ is made of up to ${MAX_TRIANGLES}.`
      return { kind: 'none', reason }
    }
    thinGlass(gltf.scene)
    const usdz = await new USDZExporter().parseAsync(gltf.scene, {
      quickLookCompatible: true,
      maxTextureSize: MAX_TEXTURE_SIDE,
      ar: {
        anchoring: { type: 'plane' },
        planeAnchoring: { alignment: placement === 'wall' ? 'vertical' : 'horizontal' },
      },
      animations: gltf.animations.slice(0, 1),
    } as Parameters<USDZExporter['parseAsync']>[1])
    const bytes = new Uint8Array(usdz as ArrayBuffer | Uint8Array<ArrayBuffer>)
    return withinSize(bytes) ?? { kind: 'made', bytes }
  })
}

/** What lets light through is transparent. */
function thinGlass(scene: Object3D): void {
  scene.traverse((object) => {
    if (!(object instanceof Mesh)) return
    for (const material of [(object as Mesh).material].flat()) {
      if (!(material instanceof MeshPhysicalMaterial) || material.transparent || material.transmission === 0)
        continue
      material.transparent = true
      material.opacity = 1 - material.transmission * (1 - GLASS_OPACITY)
      material.transmission = 0
    }
  })
}

function countTriangles(scene: Object3D): number {
  let triangles = 0
  scene.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const { index, attributes } = (object as Mesh).geometry
    triangles += Math.floor((index?.count ?? attributes['position']?.count ?? 0) / 3)
  })
  return triangles
}
