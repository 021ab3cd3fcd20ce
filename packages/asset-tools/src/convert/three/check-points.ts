/** Whether what a reader made can be written at all. */
import { type AnimationClip, BufferGeometry, type Object3D } from 'three'

/** Without these a skin moves nothing. */
const NEEDED = new Set(['position', 'skinIndex', 'skinWeight'])

/** Numbers that are none or too few, and corners of faces that are not there: data that was cut off, or read as something else. */
export function hasBrokenPoints(root: Object3D): boolean {
  return geometriesOf(root).some((geometry) => {
    const points = geometry.getAttribute('position')
    return (
      points.array.some((value) => !Number.isFinite(value)) ||
      [...NEEDED].some((name) => isTooShort(geometry, name)) ||
      geometry.index?.array.some((corner) => corner >= points.count) === true
    )
  })
}

/** Places that are no numbers become none; returns the names of the parts. */
export function resetBrokenPlaces(root: Object3D): readonly string[] {
  const reset: string[] = []
  root.traverse((object) => {
    const { position, quaternion, scale } = object
    if ([...position, ...quaternion, ...scale].every(Number.isFinite)) return
    position.set(0, 0, 0)
    quaternion.identity()
    scale.set(1, 1, 1)
    reset.push(object.name)
  })
  return reset
}

/** Movements that are no numbers; returns the names of their clips. */
export function dropBrokenTracks(clips: readonly AnimationClip[]): readonly string[] {
  return clips.flatMap((clip) => {
    const whole = clip.tracks.filter(({ times, values }) =>
      [times, values].every((list) => list.every(Number.isFinite)),
    )
    if (whole.length === clip.tracks.length) return []
    clip.tracks = whole
    return [clip.name]
  })
}

/** Meshes without points become plain nodes. */
export function emptyPointless(root: Object3D): void {
  root.traverse((object) => {
    const drawn = object as Object3D & { geometry?: BufferGeometry }
    const isPointless = drawn.geometry !== undefined && drawn.geometry.getAttribute('position') === undefined
    if (isPointless) drawn.geometry = new BufferGeometry()
  })
}

/** Normals, colours and coordinates that only some points have are left out; returns their names. */
export function dropShortAttributes(root: Object3D): readonly string[] {
  const dropped = new Set<string>()
  for (const geometry of geometriesOf(root)) {
    for (const name of Object.keys(geometry.attributes)) {
      if (NEEDED.has(name) || !isTooShort(geometry, name)) continue
      geometry.deleteAttribute(name)
      dropped.add(name)
      if (name === 'normal') geometry.computeVertexNormals()
    }
  }
  return [...dropped]
}

function isTooShort(geometry: BufferGeometry, name: string): boolean {
  const attribute = geometry.attributes[name]
  if (attribute === undefined) return false
  const { array, count, itemSize } = attribute
  return array.length % itemSize !== 0 || count < geometry.getAttribute('position').count
}

function geometriesOf(root: Object3D): readonly BufferGeometry[] {
  const found = new Set<BufferGeometry>()
  root.traverse((object) => {
    const { geometry } = object as Object3D & { geometry?: BufferGeometry }
    if (geometry?.getAttribute('position') !== undefined) found.add(geometry)
  })
  return [...found]
}
