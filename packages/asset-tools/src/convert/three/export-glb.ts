/** Writes a three scene as GLB, without its pictures. */
import {
  type AnimationClip,
  type BufferAttribute,
  BufferGeometry,
  Float32BufferAttribute,
  type Object3D,
  Scene,
  Uint16BufferAttribute,
} from 'three'
import { GLTFExporter } from 'three/addons/exporters/GLTFExporter.js'
import { MARK } from './plain-materials.js'

export async function exportGlb(root: Object3D, clips: readonly AnimationClip[]): Promise<Uint8Array> {
  prepare(root)
  const scene = new Scene()
  scene.add(root)
  const restore = provideFileReader()
  try {
    const options = {
      binary: true,
      onlyVisible: false,
      trs: true,
      animations: [...clips],
    }
    const result = await new GLTFExporter().parseAsync(scene, options)
    return new Uint8Array(result as ArrayBuffer)
  } finally {
    restore()
  }
}

/** three's pictures stand on their heads, glTF's do not; and what loaders note for themselves is nobody's data. */
function prepare(root: Object3D): void {
  const prepared = new Set<BufferGeometry>()
  const turned = new Set<BufferAttribute>()
  root.traverse((object) => {
    object.userData = {}
    // Readers of XML take a name that is not there as it comes.
    if (typeof object.name !== 'string') object.name = ''
    const { geometry, material } = object as Object3D & {
      geometry?: BufferGeometry
      material?: unknown
    }
    // Parts that are placed several times share one.
    if (geometry === undefined || material === undefined || prepared.has(geometry)) return
    prepared.add(geometry)
    geometry.userData = {}
    fixCoordinates(geometry)
    fixVectors(geometry, (object as { isMesh?: boolean }).isMesh === true)
    for (const name of COORDINATES) {
      const attribute = geometry.getAttribute(name) as BufferAttribute | undefined
      if (attribute === undefined || turned.has(attribute)) continue
      turned.add(attribute)
      for (let index = 0; index < attribute.count; index += 1)
        attribute.setY(index, 1 - attribute.getY(index))
    }
  })
}

/** Of length 1, and joints as whole numbers: the exporter does that too, and says so on the console each time. */
function fixVectors(geometry: BufferGeometry, hasFaces: boolean): void {
  const normals = geometry.getAttribute('normal')
  if (normals !== undefined) {
    const isEmpty = (index: number) =>
      normals.getX(index) === 0 && normals.getY(index) === 0 && normals.getZ(index) === 0
    const empty = Array.from({ length: normals.count }, (_, index) => index).filter(isEmpty)
    const own = empty.length > 0 && hasFaces ? normalsOfFaces(geometry) : null
    for (const index of empty) {
      normals.setXYZ(index, own?.getX(index) ?? 0, own?.getY(index) ?? 0, own?.getZ(index) ?? 0)
      // Of a face without an area.
      if (isEmpty(index)) normals.setX(index, 1)
    }
    geometry.normalizeNormals()
  }
  const joints = geometry.getAttribute('skinIndex') as BufferAttribute | undefined
  if (joints !== undefined && !(joints.array instanceof Uint16Array))
    geometry.setAttribute('skinIndex', new Uint16BufferAttribute([...joints.array], joints.itemSize))
}

/** Many programs leave them at 0 for whoever reads the file to work out. */
function normalsOfFaces(geometry: BufferGeometry) {
  const faces = new BufferGeometry()
  faces.setAttribute('position', geometry.getAttribute('position'))
  faces.setIndex(geometry.index)
  faces.computeVertexNormals()
  return faces.getAttribute('normal')
}

const COORDINATES = ['uv', 'uv1', 'uv2', 'uv3']

/** Two numbers each, and counted from the first set on: some programs write three, or begin with the second set. */
function fixCoordinates(geometry: BufferGeometry): void {
  for (const name of COORDINATES) {
    const attribute = geometry.getAttribute(name)
    if (attribute === undefined || attribute.itemSize === 2) continue
    const pairs = Array.from({ length: attribute.count }, (_, index) => [
      attribute.getX(index),
      attribute.getY(index),
    ])
    geometry.setAttribute(name, new Float32BufferAttribute(pairs.flat(), 2))
  }
  const highest = COORDINATES.findLastIndex((name) => geometry.hasAttribute(name))
  for (const name of COORDINATES.slice(0, Math.max(0, highest))) {
    if (!geometry.hasAttribute(name))
      geometry.setAttribute(name, geometry.getAttribute(COORDINATES[highest] as string))
  }
}

/** The number that `plainMaterials` gave a material. */
export function markOf(extras: Readonly<Record<string, unknown>>): number | null {
  const mark = extras[MARK]
  return typeof mark === 'number' ? mark : null
}

/** The exporter reads blobs as browsers did before blobs could be read by themselves. */
class BlobReader {
  result: ArrayBuffer | null = null
  onloadend: (() => void) | null = null

  async readAsArrayBuffer(blob: Blob): Promise<void> {
    this.result = await blob.arrayBuffer()
    this.onloadend?.()
  }
}

let exports = 0

function provideFileReader(): () => void {
  const globals = globalThis as { FileReader?: unknown }
  if (globals.FileReader !== undefined && globals.FileReader !== BlobReader) return () => undefined
  globals.FileReader = BlobReader
  exports += 1
  return () => {
    exports -= 1
    if (exports === 0) Reflect.deleteProperty(globals, 'FileReader')
  }
}
