/** Where a prim stands: its transform operations, in the order it names, at a moment. */
import { Euler, type EulerOrder, MathUtils, Matrix4, Quaternion } from 'three'
import type { Attributes } from './layer.js'

export interface Operation {
  /** The name of the attribute. */
  readonly name: string
  readonly kind: string
  readonly isInverse: boolean
}

/** `rotateXYZ` turns around X first; three names the orders the other way around. */
const EULER = /^rotate([XYZ]{3})$/
const AXIS = /^rotate([XYZ])$/

/** Null: the prim names no order. */
export function operationsOf(attributes: Attributes): readonly Operation[] | null {
  const order = attributes['xformOpOrder']
  if (!Array.isArray(order) || order.length === 0) return null
  // What stands before it is the place of the parent, which prims rarely leave.
  const names = order.map(String).slice(order.lastIndexOf('!resetXformStack!') + 1)
  return names.map((spelled) => {
    const name = spelled.replace(/^!invert!/, '')
    return { name, kind: name.split(':')[1] ?? '', isInverse: name !== spelled }
  })
}

/** Null: there is no such operation, or no value for it. */
export function matrixOf({ kind, isInverse }: Operation, value: unknown): Matrix4 | null {
  const matrix = new Matrix4()
  const numbers = numbersOf(value)
  const [x = 0, y = 0, z = 0, w = 1] = numbers
  const euler = EULER.exec(kind)?.[1]
  const axis = AXIS.exec(kind)?.[1]
  if (numbers.length === 0) return null
  if (kind === 'translate') matrix.makeTranslation(x, y, z)
  else if (kind === 'scale') matrix.makeScale(x, numbers.length === 1 ? x : y, numbers.length === 1 ? x : z)
  else if (kind === 'orient') matrix.makeRotationFromQuaternion(new Quaternion(x, y, z, w).normalize())
  else if (kind === 'transform' && numbers.length === 16) matrix.fromArray(numbers)
  else if (axis !== undefined) matrix.makeRotationFromEuler(turned(axis, MathUtils.degToRad(x)))
  else if (euler !== undefined) {
    const [first, second, third] = [x, y, z].map((degrees) => MathUtils.degToRad(degrees))
    const order = [...euler].toReversed().join('') as EulerOrder
    matrix.makeRotationFromEuler(new Euler(first, second, third, order))
  } else return null
  return isInverse ? matrix.invert() : matrix
}

/** The text parser reads what follows the last comma as a number as well. */
export const numbersOf = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : Array.from((value ?? []) as ArrayLike<number>).filter((number) => Number.isFinite(number))

function turned(axis: string, radians: number): Euler {
  return new Euler(axis === 'X' ? radians : 0, axis === 'Y' ? radians : 0, axis === 'Z' ? radians : 0)
}
