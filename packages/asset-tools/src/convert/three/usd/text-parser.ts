// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../three-parts.d.ts" />
/** Reads layers of text (USDA) with every way to say what a prim takes over; three's parser knows one of each. */
/* oxlint-disable eslint/no-underscore-dangle -- three's readers name their steps so */
import { USDAParser } from 'three/addons/loaders/usd/USDAParser.js'
import { CLASS, OVER, type UsdLayer } from './layer.js'

const ARC = /^(?:(?:prepend|append|add) )?(references|payload|inherits|specializes)$/
/** As crate files name them. */
const FIELDS: Readonly<Record<string, string>> = { inherits: 'inheritPaths' }

/** A prim; three's parser knows those that are defined (`def`) alone. */
const OTHER_PRIM = /^(over|class)(?=\s)/
type Tree = { [key: string]: unknown }

class TextParser extends USDAParser {
  readonly #specifiers = new WeakMap<object, number>()

  override parseText(text: string): Tree {
    const root = super.parseText(text)
    this.#defineAll(root)
    return root
  }

  /** Takes each prim for a defined one, and keeps what it is. The order of names stays. */
  #defineAll(tree: Tree): void {
    for (const [key, value] of Object.entries(tree)) {
      const kind = OTHER_PRIM.exec(key)?.[1]
      delete tree[key]
      tree[kind === undefined ? key : key.replace(kind, 'def')] = value
      if (typeof value !== 'object' || value === null) continue
      if (kind !== undefined) this.#specifiers.set(value, kind === 'over' ? OVER : CLASS)
      this.#defineAll(value as Tree)
    }
  }

  override _extractPrimData(
    data: Record<string, unknown>,
    path: string,
    fields: Record<string, unknown>,
    ...others: unknown[]
  ): void {
    const arcs: Record<string, string[]> = {}
    const rest = { ...data }
    for (const [key, value] of Object.entries(data)) {
      const field = ARC.exec(key)?.[1]
      if (field === undefined) continue
      delete rest[key]
      arcs[field] = [...(arcs[field] ?? []), String(value)]
    }
    super._extractPrimData(rest, path, fields, ...others)
    const specifier = this.#specifiers.get(data)
    if (specifier !== undefined) fields['specifier'] = specifier
    for (const [field, texts] of Object.entries(arcs)) fields[FIELDS[field] ?? field] = [texts.join(' ')]
  }
}

/** Throws where the text ends too early. */
export function parseText(text: string): UsdLayer {
  requireWhole(text)
  return new TextParser().parseData(text)
}

/** The text parser takes what it gets; a layer that was cut leaves a prim open. */
function requireWhole(text: string): void {
  const bare = text.replaceAll(/"{3}[^]*?"{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|@[^@\n]*@|#[^\n]*/g, '')
  const count = (bracket: string) => bare.split(bracket).length
  if (count('{') !== count('}') || count('(') !== count(')')) throw new Error('the layer ends too early')
}
