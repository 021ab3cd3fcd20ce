/** How large a model is, and whether it stands where numbers suffice for it. */
import { Box3, type BufferGeometry, type Object3D, Vector3 } from 'three'
import { describePlace, isFar } from './plain-numbers.js'

interface Extent {
  /** In the units of the outermost object. */
  readonly size: { readonly x: number; readonly y: number; readonly z: number }
  /** Its coordinates are too coarse for it. */
  readonly isCoarse: boolean
  /** Where it was, in words, if it stood far from the origin and was moved there. */
  readonly place: string | null
}

/** Parts that are far from the origin, and finely drawn around their own, are moved to it together. */
export function takeExtent(root: Object3D): Extent {
  root.updateMatrixWorld(true)
  const box = new Box3().setFromObject(root)
  const extent = box.getSize(new Vector3())
  const middle = box.getCenter(new Vector3())
  // What turning adds to nothing.
  const [x = 0, y = 0, z = 0] = extent.toArray().map((length) => Math.round(length * 1e9) / 1e9)
  const size = { x, y, z }
  if (!isFar(middle, extent)) return { size, isCoarse: false, place: null }
  if (hasCoarsePoints(root)) return { size, isCoarse: true, place: null }
  root.position.sub(middle)
  root.updateMatrixWorld(true)
  return { size, isCoarse: false, place: describePlace(middle) }
}

function hasCoarsePoints(root: Object3D): boolean {
  let isCoarse = false
  root.traverse((object) => {
    const { geometry } = object as Object3D & { geometry?: BufferGeometry }
    if (geometry === undefined) return
    geometry.computeBoundingBox()
    const box = geometry.boundingBox
    geometry.boundingBox = null
    isCoarse ||= box !== null && isFar(box.getCenter(new Vector3()), box.getSize(new Vector3()))
  })
  return isCoarse
}
