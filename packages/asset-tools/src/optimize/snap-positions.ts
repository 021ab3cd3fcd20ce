/** Rounds vertex positions to a grid far below what is seen: the bits that go are noise that does not compress. */
import type { Accessor, Document } from '@gltf-transform/core'

/** Steps along the longest side of a mesh. At 2048 pixels across, a step is the 32nd part of one. */
const STEPS = 65_536

/** Positions stay floats where they are: nodes, hotspots and measurements see no change. */
export function snapPositions(document: Document): void {
  for (const mesh of document.getRoot().listMeshes()) {
    const positions = new Set<Accessor>()
    for (const primitive of mesh.listPrimitives()) {
      for (const part of [primitive, ...primitive.listTargets()]) {
        const accessor = part.getAttribute('POSITION')
        if (accessor?.getArray() instanceof Float32Array) positions.add(accessor)
      }
    }
    // One grid for the whole mesh, so that its parts still meet.
    const step = 2 ** Math.floor(Math.log2(longestSide(positions) / STEPS))
    if (!(step > 0 && Number.isFinite(step))) continue
    for (const accessor of positions) {
      const array = (accessor.getArray() as Float32Array).map((value) => Math.round(value / step) * step)
      accessor.setArray(array)
    }
  }
}

function longestSide(positions: ReadonlySet<Accessor>): number {
  let longest = 0
  for (const accessor of positions) {
    const [min, max] = [accessor.getMin([]), accessor.getMax([])]
    for (const [axis, low] of min.entries()) longest = Math.max(longest, (max[axis] ?? low) - low)
  }
  return longest
}
