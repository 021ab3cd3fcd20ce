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

/** A match costs one lookup for each pair of lengths of the literals, however many patterns share it. */
export function createLabelWildcards<Value>(): LabelWildcards<Value> {
  const byLengths = new Map<string, { before: number; after: number; values: Map<string, Value> }>()
  return {
    getOrCreate({ before, after }, create) {
      const lengths = `${before.length} ${after.length}`
      const shape = byLengths.get(lengths) ?? {
        before: before.length,
        after: after.length,
        values: new Map<string, Value>(),
      }
      byLengths.set(lengths, shape)
      const literals = `${before}*${after}`
      const value = shape.values.get(literals) ?? create()
      shape.values.set(literals, value)
      return value
    },
    *findAll(label) {
      for (const { before, after, values } of byLengths.values()) {
        const end = label.length - after
        if (end <= before) continue
        const value = values.get(`${label.slice(0, before)}*${label.slice(end)}`)
        if (value !== undefined && STANDS_FOR.test(label.slice(before, end))) yield value
      }
    },
  }
}
