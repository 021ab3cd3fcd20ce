/** Reads 3MF as slicers write it: with parts in files of their own, materials under any prefix, and gaps. */
import type { LoadingManager } from 'three'
import { ThreeMFLoader } from 'three/addons/loaders/3MFLoader.js'
import { unzipSync, zipSync } from 'three/addons/libs/fflate.module.js'
import { ownBuffer } from '../../own-buffer.js'
import { requirePlaceable3mf } from './require-placeable-3mf.js'
import { findRootOf3mf, USUAL_ROOT } from './root-of-3mf.js'
import type { Unit } from '../units.js'
import type { SceneSource, Stage } from './stage.js'

const RELATIONS = '_rels/.rels'
const MODEL = /\.model$/i
/** An element that places an object, with all that is in it. */
const PLACED = /<(item|component)\b([^<>]*?)(?:\/>|>(?:(?!<\/?\1\b)[^])*<\/\1\s*>)/g
/** An object without a mesh, as programs write their cameras and lights: there is nothing to draw of it. */
const EMPTY_OBJECT = /<object\b([^<>]*?)(?:\/>|>\s*<\/object\s*>)/g
/** Attributes that hold an id of the same part. */
const IDS = /(?<=\s)(id|pid|objectid|texid|displaypropertiesid)(\s*=\s*["'])([^"']*)/g
/** What three's reader paints with, and what else there is. */
const PAINTS = ['basematerials', 'colorgroup', 'texture2dgroup']
const OTHER_PAINTS = ['compositematerials', 'multiproperties']

const UNITS: Readonly<Record<string, Unit>> = {
  millimeter: 'mm',
  centimeter: 'cm',
  inch: 'in',
  foot: 'ft',
  meter: 'm',
}

/** @throws AssetError `too_large` */
export function read3mf({ name, bytes }: SceneSource, manager: LoadingManager): Stage {
  const files = layOut(unzipSync(bytes))
  const parts = Object.keys(files.entries).filter((path) => MODEL.test(path))
  // A prefix that is no part of a usual id, so that it can be taken off again.
  const prefixes = new Map(parts.map((path, index) => [path, path === USUAL_ROOT ? '' : `${index}.`]))
  const models = parts.map((path) => withOwnIds(decode(files.entries[path]), path, prefixes, files.moved))
  requirePlaceable3mf(name, models.join(''))
  const known = (elements: readonly string[]) => new Set(models.flatMap((model) => idsOf(model, elements)))
  const gaps: Gaps = { missing: new Set(), others: new Set() }
  const empty = new Set(
    models.flatMap((model) =>
      [...model.matchAll(EMPTY_OBJECT)].map(([, attributes = '']) => idOf(attributes, 'id')),
    ),
  )
  const ids = { objects: known(['object']), empty, paints: known(PAINTS), others: known(OTHER_PAINTS) }
  for (const [index, path] of parts.entries())
    files.entries[path] = encode(withoutGaps(models[index] ?? '', ids, gaps))
  return {
    root: new ThreeMFLoader(manager).parse(ownBuffer(zipSync(files.entries as never, { level: 0 }))),
    lost: gaps.others.size === 0 ? [] : [`mixed materials (${[...gaps.others].join(', ')})`],
    missing: [...gaps.missing],
    unit: unitOf(decode(files.entries[USUAL_ROOT])),
  }
}

function unitOf(model: string): Unit | null {
  const unit = /<(?:[\w.-]+:)?model\b[^<>]*\sunit\s*=\s*["'](\w+)/.exec(model)?.[1]
  return UNITS[unit ?? 'millimeter'] ?? null
}

const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const encode = (text: string) => new TextEncoder().encode(text)

interface Package {
  readonly entries: Record<string, Uint8Array>
  /** From where a part was to where it is. */
  readonly moved: ReadonlyMap<string, string>
}

/** As three's reader looks for them: the model in its usual place, other models in folders below, one relation. */
function layOut(files: Readonly<Record<string, Uint8Array>>): Package {
  const root = findRootOf3mf((path) => files[path])
  const moved = new Map<string, string>()
  const entries: Record<string, Uint8Array> = {}
  for (const [index, [path, content]] of Object.entries(files).entries()) {
    const to = placeOf(path, root, index)
    moved.set(path, to)
    entries[to] = content
  }
  entries[RELATIONS] = encode(
    `<Relationships><Relationship Target="/${USUAL_ROOT}" Id="model" Type=""/></Relationships>`,
  )
  return { entries, moved }
}

function placeOf(path: string, root: string, index: number): string {
  if (path === root) return USUAL_ROOT
  if (path === relationsOf(root)) return relationsOf(USUAL_ROOT)
  return MODEL.test(path) ? `3D/Parts/${index}.model` : path
}

function relationsOf(path: string): string {
  const at = path.lastIndexOf('/') + 1
  return `${path.slice(0, at)}_rels/${path.slice(at)}.rels`
}

/** Without prefixes of elements, and with ids that no other part has: three's reader keeps those of all parts together. */
function withOwnIds(
  model: string,
  path: string,
  prefixes: ReadonlyMap<string, string>,
  moved: ReadonlyMap<string, string>,
): string {
  const plain = model.replaceAll(/<(\/?)[A-Za-z_][\w.-]*:(?=[A-Za-z_])/g, '<$1')
  if (prefixes.size === 1) return plain
  const own = prefixes.get(path) ?? ''
  return plain.replaceAll(/<[A-Za-z_][^<>]*>/g, (tag) => {
    // Most tags are vertices.
    if (!tag.includes('id')) return tag
    // The production extension: an object of another part.
    const other = /\s[\w.-]+:path\s*=\s*["']\/?([^"']*)/.exec(tag)?.[1]
    const ofObject = other === undefined ? own : (prefixes.get(moved.get(other) ?? '') ?? '?.')
    return tag.replaceAll(
      IDS,
      (_whole, attribute: string, equals: string, id: string) =>
        `${attribute}${equals}${attribute === 'objectid' ? ofObject : own}${id}`,
    )
  })
}

function idsOf(model: string, elements: readonly string[]): readonly string[] {
  const pattern = new RegExp(`<(?:${elements.join('|')})\\b[^<>]*?\\sid\\s*=\\s*["']([^"']*)`, 'g')
  return [...model.matchAll(pattern)].map(([, id = '']) => id)
}

const idOf = (attributes: string, name: string): string =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(attributes)?.[1] ?? ''

interface Gaps {
  readonly missing: Set<string>
  /** Materials that glTF has nothing for. */
  readonly others: Set<string>
}

/** Takes out whatever points at something that is not there, or that nobody paints with here. */
function withoutGaps(
  model: string,
  {
    objects,
    empty,
    paints,
    others,
  }: Readonly<Record<'objects' | 'empty' | 'paints' | 'others', ReadonlySet<string>>>,
  gaps: Gaps,
): string {
  return model
    .replaceAll(EMPTY_OBJECT, '')
    .replaceAll(PLACED, (whole, _element, attributes: string) => {
      const id = idOf(attributes, 'objectid')
      if (empty.has(id)) return ''
      if (objects.has(id)) return whole
      gaps.missing.add(`part ${asWritten(id)}`)
      return ''
    })
    .replaceAll(/\spid\s*=\s*["']([^"']*)["']/g, (attribute, id: string) => {
      if (paints.has(id)) return attribute
      if (others.has(id)) gaps.others.add(asWritten(id))
      else gaps.missing.add(`material ${asWritten(id)}`)
      return ''
    })
}

const asWritten = (id: string) => id.replace(/^(?:\d+|\?)\./, '')
