/** Hotspots that stand in the file: nodes named `hotspot:<id>`, with their texts in `extras`. */
import type { Object3D } from 'three'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'
import { fileNameOf } from './file-tree.js'
import type { HotspotSettings, Vector } from '@vectreal/scene-format'

const HOTSPOT_PREFIX = 'hotspot:'

/** Its place is that of its node. */
export type FileHotspot = Omit<HotspotSettings, 'position' | 'node'>

/** `index`: the place of the node among the objects. */
export function readHotspots(
  gltf: GLTF,
  objects: readonly Object3D[],
): (FileHotspot & { readonly index: number })[] {
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

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function vector(value: unknown): Vector | null {
  const isVector = Array.isArray(value) && value.length === 3 && value.every((part) => Number.isFinite(part))
  return isVector ? (value as unknown as Vector) : null
}
