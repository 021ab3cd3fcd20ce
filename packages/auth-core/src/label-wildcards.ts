/** The patterns `pr-*-acme` of one host. */
import type { LabelWildcard } from './domain-pattern.js'

/** What the `*` may stand for. Longer than a label cannot happen: hosts are checked before. */
const STANDS_FOR = /^[a-z0-9-]+$/

export interface LabelWildcards<Value> {
  /** The value of `wildcard`; the one that `create` makes where there is none yet. */
  getOrCreate(wildcard: LabelWildcard, create: () => Value): Value
  /** The values of all patterns that `label` matches. */
  findAll(label: string): Generator<Value>
}

/** The patterns that begin alike, by what they end with. */
interface Endings<Value> {
  readonly lengths: Set<number>
  readonly values: Map<string, Value>
}

/**
 * A match costs one lookup for each length of a beginning, and one for each length of an ending of the patterns that begin
 * as the label does, however many patterns there are.
 */
export function createLabelWildcards<Value>(): LabelWildcards<Value> {
  const lengths = new Set<number>()
  const byBeginning = new Map<string, Endings<Value>>()
  return {
    getOrCreate({ before, after }, create) {
      const endings: Endings<Value> = byBeginning.get(before) ?? { lengths: new Set(), values: new Map() }
      lengths.add(before.length)
      byBeginning.set(before, endings)
      const value = endings.values.get(after) ?? create()
      endings.lengths.add(after.length)
      endings.values.set(after, value)
      return value
    },
    *findAll(label) {
      for (const begin of lengths) {
        const endings = byBeginning.get(label.slice(0, begin))
        for (const length of endings?.lengths ?? []) {
          const end = label.length - length
          if (end <= begin) continue
          const value = endings?.values.get(label.slice(end))
          if (value !== undefined && STANDS_FOR.test(label.slice(begin, end))) yield value
        }
      }
    },
  }
}
