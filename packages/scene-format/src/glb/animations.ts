/** Leaves in the animations what moves something that is drawn. */
import { entryAt, type Json, list, object, whole } from './document.js'
import type { Findings } from './findings.js'

const PATHS: readonly unknown[] = ['translation', 'rotation', 'scale', 'weights']

/** Readers load every node that a channel names, and give up on one that is not there. */
export function resolveAnimations(json: Json, nodes: ReadonlySet<number>, findings: Findings): void {
  const animations = list(json['animations']).map(object)
  // Nothing plays in the place of an entry that is none, and the numbers of the others stay.
  json['animations'] = animations
  for (const [index, animation] of animations.entries()) {
    const samplers = list(animation['samplers'])
    const channels = list(animation['channels'])
    const kept = channels.filter((channel) => {
      const { node, path } = object(object(channel)['target'])
      const sampler = object(samplers[whole(object(channel)['sampler']) ?? -1])
      return nodes.has(node as number) && PATHS.includes(path) && hasKeys(json, sampler)
    })
    if (kept.length < channels.length) {
      findings.warn(`/animations/${index}/channels`, 'animation_reduced')
    }
    animation['channels'] = kept
    for (const sampler of samplers) readInterpolation(object(sampler))
  }
}

/** At least one key, and a value for each. */
function hasKeys(json: Json, sampler: Json): boolean {
  const times = whole(entryAt(json, 'accessors', sampler['input'])?.['count']) ?? 0
  const values = whole(entryAt(json, 'accessors', sampler['output'])?.['count']) ?? 0
  return times > 0 && values >= times
}

/** Some exporters write a number; glTF's own default is what they mean. */
function readInterpolation(sampler: Json): void {
  if (typeof sampler['interpolation'] !== 'string') delete sampler['interpolation']
}
