/** Turns of COLLADA: three axes that change one by one are one rotation in glTF; and a full turn between two keys stays one. */
/* oxlint-disable oxc/no-this-in-exported-function -- a method of three's composer */
import {
  MathUtils,
  type Object3D,
  Quaternion,
  QuaternionKeyframeTrack,
  Vector3,
  type KeyframeTrack,
} from 'three'
import { turnMoments } from './turn-moments.js'

interface Angles {
  readonly times: ArrayLike<number>
  readonly values: ArrayLike<number>
}
type Channels = Readonly<Record<string, { readonly ANGLE?: Angles; readonly default?: Angles }>>
interface ColladaNode {
  readonly transformOrder: readonly string[]
  readonly transforms: Readonly<Record<string, string>>
  readonly transformData: Readonly<
    Record<string, { readonly axis: readonly number[]; readonly angle: number }>
  >
}
interface Animation {
  readonly channels: unknown
  readonly samplers: unknown
  readonly sources: unknown
}
/** What of three's composer is used here. */
interface Composer {
  readonly library: {
    readonly animations: Readonly<Record<string, Animation>>
    readonly clips: Readonly<Record<string, unknown>>
    readonly nodes: Readonly<Record<string, ColladaNode>>
  }
  aggregateAnimationChannels(
    channels: unknown,
    samplers: unknown,
    sources: unknown,
  ): Readonly<Record<string, Channels>>
  getValueAtTime(angles: Angles | undefined, time: number, otherwise: number): number
}

/** Takes the place of the composer's `buildRotateTrack`, which turns around one axis and leaves the others as they stand. */
export function buildRotateTrack(
  this: Composer,
  object: Object3D,
  sid: string,
  channel: Channels[string],
  _info: unknown,
  node: ColladaNode,
  tracks: KeyframeTrack[],
): void {
  const angles = anglesOf(this, node)
  // With clips, each says which animations are meant.
  const own = channel.ANGLE ?? channel.default
  if (own !== undefined && (angles.size === 0 || Object.keys(this.library.clips).length > 0)) {
    angles.clear()
    angles.set(sid, own)
  }
  const turns = node.transformOrder.filter((name) => node.transforms[name] === 'rotate')
  const changing = [...angles.values()]
  const valueAt = (of: Angles, time: number) => this.getValueAtTime(of, time, 0)
  const times = turnMoments(
    changing.map((of) => of.times),
    (from, to) => Math.max(...changing.map((of) => Math.abs(valueAt(of, to) - valueAt(of, from)))),
  )
  const [turned, step, before] = [new Quaternion(), new Quaternion(), new Quaternion()]
  const values = times.flatMap((time) => {
    turned.identity()
    for (const name of turns) {
      const { axis = [], angle = 0 } = node.transformData[name] ?? {}
      const degrees = angles.has(name) ? this.getValueAtTime(angles.get(name), time, angle) : angle
      turned.multiply(step.setFromAxisAngle(new Vector3().fromArray([...axis]), MathUtils.degToRad(degrees)))
    }
    if (before.dot(turned) < 0) turned.set(-turned.x, -turned.y, -turned.z, -turned.w)
    return before.copy(turned).toArray()
  })
  if (times.length > 0) tracks.push(new QuaternionKeyframeTrack(`${object.uuid}.quaternion`, times, values))
}

/** Of all axes of a node, whichever animations change them. */
function anglesOf(composer: Composer, node: ColladaNode): Map<string, Angles> {
  const { animations, nodes } = composer.library
  const found = new Map<string, Angles>()
  for (const { channels, samplers, sources } of Object.values(animations)) {
    for (const [id, byName] of Object.entries(
      composer.aggregateAnimationChannels(channels, samplers, sources),
    )) {
      if (nodes[id] !== node) continue
      for (const [name, channel] of Object.entries(byName)) {
        const angles = channel.ANGLE ?? channel.default
        if (angles !== undefined && node.transforms[name] === 'rotate') found.set(name, angles)
      }
    }
  }
  return found
}
