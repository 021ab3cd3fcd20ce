/** An L of three units: not convex, and not every corner sees all others. */
export const L_SHAPE: readonly (readonly [x: number, y: number])[] = [
  [0, 0],
  [2, 0],
  [2, 1],
  [1, 1],
  [1, 2],
  [0, 2],
]
