// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../three-parts.d.ts" />
/** Makes tracks of a prim whose transform operations change: sampled together, as glTF has no operations. */
import {
  type KeyframeTrack,
  Matrix4,
  Quaternion,
  QuaternionKeyframeTrack,
  Vector3,
  VectorKeyframeTrack,
} from 'three'
import type { Samples } from 'three/addons/loaders/usd/USDComposer.js'
import { turnMoments } from '../turn-moments.js'
import type { Attributes } from './layer.js'
import { matrixOf, numbersOf, operationsOf } from './transforms.js'

export function tracksOf(
  object: string,
  attributes: Attributes,
  samplesOf: (name: string) => Samples | null,
  framesPerSecond: number,
): readonly KeyframeTrack[] {
  const operations = operationsOf(attributes) ?? []
  const moving = new Map(operations.map(({ name }) => [name, samplesOf(name)] as const))
  const moments = turnMoments(
    [...moving.values()].map((samples) => samples?.times ?? []),
    (from, to) =>
      Math.max(
        ...operations.map(({ name, kind }) => degreesBetween(kind, moving.get(name) ?? null, from, to)),
      ),
  )
  if (moments.length === 0) return []
  const [positions, quaternions, scales]: [number[], number[], number[]] = [[], [], []]
  const [position, quaternion, scale, before] = [
    new Vector3(),
    new Quaternion(),
    new Vector3(),
    new Quaternion(),
  ]
  for (const moment of moments) {
    const matrix = new Matrix4()
    for (const operation of operations) {
      const samples = moving.get(operation.name) ?? null
      const value = samples === null ? attributes[operation.name] : valueAt(samples, moment, operation.kind)
      const step = matrixOf(operation, value)
      if (step !== null) matrix.multiply(step)
    }
    matrix.decompose(position, quaternion, scale)
    if (quaternion.dot(before) < 0) quaternion.set(-quaternion.x, -quaternion.y, -quaternion.z, -quaternion.w)
    before.copy(quaternion)
    position.toArray(positions, positions.length)
    quaternion.toArray(quaternions, quaternions.length)
    scale.toArray(scales, scales.length)
  }
  const seconds = moments.map((moment) => moment / framesPerSecond)
  return [
    new VectorKeyframeTrack(`${object}.position`, seconds, positions),
    new QuaternionKeyframeTrack(`${object}.quaternion`, seconds, quaternions),
    new VectorKeyframeTrack(`${object}.scale`, seconds, scales),
  ]
}

function degreesBetween(kind: string, samples: Samples | null, from: number, to: number): number {
  if (samples === null || !kind.startsWith('rotate')) return 0
  const [one, other] = [numbersOf(valueAt(samples, from, kind)), numbersOf(valueAt(samples, to, kind))]
  return Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? value))))
}

function valueAt({ times, values }: Samples, moment: number, kind: string): number[] {
  const after = times.findIndex((time) => time >= moment)
  const [next, last] = [
    numbersOf(values[after === -1 ? values.length - 1 : after]),
    numbersOf(values[after - 1]),
  ]
  const [end = moment, start = moment] = [times[after], times[after - 1]]
  if (after <= 0 || end === moment || end === start) return next
  const part = (moment - start) / (end - start)
  if (kind === 'orient')
    return new Quaternion().fromArray(last).slerp(new Quaternion().fromArray(next), part).toArray()
  return last.map((value, index) => value + ((next[index] ?? value) - value) * part)
}
