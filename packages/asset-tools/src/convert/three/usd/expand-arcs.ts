/** Prims that take over others of their own layer (references, payloads, inherits, specializes) as prims of their own. */
import type { PlacedParts } from '../../placed-parts.js'
import { leafOf, OVER, type UsdLayer, type UsdSpec } from './layer.js'
import type { Losses } from './losses.js'

type Specs = Record<string, UsdSpec>

/** From the strongest to the weakest, as USD has it (LIVERPS). */
const ARCS = ['inheritPaths', 'references', 'payload', 'specializes'] as const
const ONE = /@([^@]*)@(?:<([^<>]*)>)?|<([^<>]*)>|(?:^|[\s,[])(\/[^\s,\]]+)/g

/** What a prim takes over: of its own layer by path, of others as three's composer reads it. */
interface Arcs {
  readonly inside: readonly string[]
  readonly outside: readonly string[]
}

/**
 * The layer with a copy of what each prim takes over from the same layer; what the prim says itself is stronger.
 * @param placed counts the copies: prims that are taken over twice may double with every level
 */
export function expandArcs({ specsByPath }: UsdLayer, losses: Losses, placed: PlacedParts): UsdLayer {
  const specs: Specs = { ...specsByPath }
  const parts = partsByPrim(Object.keys(specs))
  const states = new Map<string, 'open' | 'done'>()

  const expand = (path: string): void => {
    if (states.has(path)) return
    states.set(path, 'open')
    const spec = specs[path]
    if (spec !== undefined && ARCS.some((arc) => arc in spec.fields)) {
      const { inside, outside } = arcsOf(spec)
      specs[path] = { ...spec, fields: withoutArcs(spec, outside) }
      for (const target of inside) takeOver(path, target)
    }
    for (const name of parts.get(path) ?? []) if (!name.startsWith('.')) expand(path + name)
    states.set(path, 'done')
  }

  const takeOver = (path: string, target: string): void => {
    const isRound = path === target || path.startsWith(`${target}/`) || states.get(target) === 'open'
    if (specs[target] === undefined || isRound) {
      losses.add('references', leafOf(target))
      return
    }
    expand(target)
    copy(target, path, { from: target, to: path })
  }

  const copy = (from: string, to: string, move: Move): void => {
    placed.add(1)
    specs[to] = merge(specs[to], specs[from] as UsdSpec, move)
    const known = parts.get(to) ?? new Set()
    parts.set(to, known)
    for (const name of parts.get(from) ?? []) {
      copy(from + name, to + name, move)
      known.add(name)
    }
  }

  for (const name of parts.get('') ?? []) expand(name)
  return { specsByPath: specs }
}

/** Of each prim, the ends of the paths of its children (`/Wheel`), properties (`.points`) and variants (`/{size=large}`). */
function partsByPrim(paths: readonly string[]): Map<string, Set<string>> {
  const parts = new Map<string, Set<string>>()
  for (const path of paths) {
    const at = endOfOwner(path)
    if (path === '/' || at === -1) continue
    const owner = path.slice(0, at)
    const known = parts.get(owner) ?? new Set()
    parts.set(owner, known.add(path.slice(at)))
  }
  return parts
}

/** The names of variants may hold any sign. */
function endOfOwner(path: string): number {
  const afterVariant = path.lastIndexOf('}') + 1
  if (afterVariant > 0 && afterVariant === path.length) return path.lastIndexOf('/{')
  const property = path.indexOf('.', afterVariant)
  return property === -1 ? path.lastIndexOf('/') : property
}

function arcsOf({ fields }: UsdSpec): Arcs {
  const [inside, outside]: [string[], string[]] = [[], []]
  for (const arc of ARCS) {
    const text = [fields[arc] ?? []].flat().join(' ')
    for (const [, file = '', prim = '', own = '', bare = ''] of text.matchAll(ONE)) {
      if (file === '') inside.push(prim || own || bare)
      else outside.push(prim === '' ? `@${file}@` : `@${file}@<${prim}>`)
    }
  }
  return { inside: inside.filter((path) => path !== ''), outside }
}

function withoutArcs({ fields }: UsdSpec, outside: readonly string[]): UsdSpec['fields'] {
  const { inheritPaths: _i, references: _r, payload: _p, specializes: _s, ...rest } = fields
  return outside.length === 0 ? rest : { ...rest, references: [outside.join(' ')] }
}

interface Move {
  readonly from: string
  readonly to: string
}

/** Targets inside of what is taken over move with it. An `over` becomes what it is said about, anything else stays what it is. */
function merge(own: UsdSpec | undefined, taken: UsdSpec, move: Move): UsdSpec {
  const moved = movedFields(taken, move)
  if (own === undefined) return moved === taken.fields ? taken : { ...taken, fields: moved }
  const { specifier, ...fields } = moved
  const kind = own.fields['specifier'] === OVER ? specifier : own.fields['specifier']
  return {
    ...taken,
    ...own,
    fields: {
      ...fields,
      ...own.fields,
      typeName: own.fields['typeName'] || fields['typeName'],
      specifier: kind,
    },
  }
}

const TARGETS = ['targetPaths', 'connectionPaths'] as const

/** The very fields where nothing in them moves. */
function movedFields({ fields }: UsdSpec, { from, to }: Move): UsdSpec['fields'] {
  const moved = (path: unknown) =>
    typeof path === 'string' && (path === from || path.startsWith(`${from}/`) || path.startsWith(`${from}.`))
      ? to + path.slice(from.length)
      : path
  const targets = TARGETS.flatMap((name) => {
    const paths = fields[name]
    return Array.isArray(paths) ? [[name, paths.map((path) => moved(path))] as const] : []
  })
  return targets.length === 0 ? fields : { ...fields, ...Object.fromEntries(targets) }
}
