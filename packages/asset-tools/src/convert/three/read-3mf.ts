/** Reads 3MF as slicers write it: with parts in files of their own, materials under any prefix, and gaps. */
import type { Group, LoadingManager } from 'three'
import { unzipSync, zipSync } from 'three/addons/libs/fflate.module.js'
import { ThreeMFLoader } from 'three/addons/loaders/3MFLoader.js'
import { ownBuffer } from '../../own-buffer.js'
import { listNames } from '../find-model.js'
import { requirePlaceable3mf } from '../require-placeable-3mf.js'
import { rootOf3mf } from '../root-of-3mf.js'

/** Where three's reader looks for the model that is built. */
const ROOT = '3D/3dmodel.model'
const RELATIONS = '_rels/.rels'
const PART = /^3D\/.+\.model$/
/** Attributes that hold an id of the same part. */
const IDS = /(?<=\s)(id|pid|objectid|texid|displaypropertiesid)(\s*=\s*["'])([^"']*)/g
/** What three's reader paints with. */
const PAINTS = ['basematerials', 'colorgroup', 'texture2dgroup']

export interface Read3mf {
  readonly root: Group
  readonly lost: readonly string[]
  readonly isUnitAssumed: boolean
}

/**
 * @param name of the file, for errors
 * @throws AssetError `too_large`
 */
export function read3mf(name: string, bytes: Uint8Array, manager: LoadingManager): Read3mf {
  const files: Record<string, Uint8Array> = unzipSync(bytes)
  const root = rootOf3mf((path) => files[path])
  if (root !== ROOT && files[root] !== undefined) {
    files[ROOT] = files[root]
    delete files[root]
  }
  // The reader takes the first relation, which may be about a thumbnail.
  files[RELATIONS] = encode(
    `<Relationships><Relationship Target="/${ROOT}" Id="model" Type=""/></Relationships>`,
  )
  const parts = Object.keys(files).filter((path) => PART.test(path))
  const models = parts.map((path) => withOwnIds(decode(files[path]), path, parts))
  requirePlaceable3mf(name, models.join(''))
  const known = (elements: readonly string[]) => new Set(models.flatMap((model) => idsOf(model, elements)))
  const [objects, paints] = [known(['object']), known(PAINTS)]
  const absent = new Set<string>()
  for (const [index, path] of parts.entries())
    files[path] = encode(withoutGaps(models[index] ?? '', objects, paints, absent))
  return {
    root: new ThreeMFLoader(manager).parse(ownBuffer(zipSync(files as never, { level: 0 }))),
    lost:
      absent.size === 0
        ? []
        : [`what the file names and does not have, or glTF has not (${listNames([...absent])})`],
    isUnitAssumed: false,
  }
}

const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const encode = (text: string) => new TextEncoder().encode(text)

/** Without prefixes of elements, and with ids that no other part has: three's reader keeps those of all parts together. */
function withOwnIds(model: string, name: string, parts: readonly string[]): string {
  const plain = model.replaceAll(/<(\/?)[A-Za-z_][\w.-]*:(?=[A-Za-z_])/g, '<$1')
  if (parts.length === 1) return plain
  const own = (id: string, part: string) => (part === ROOT ? id : `${parts.indexOf(part)}.${id}`)
  return plain.replaceAll(/<[A-Za-z_][^>]*>/g, (tag) => {
    // Most tags are vertices.
    if (!tag.includes('id')) return tag
    // The production extension: an object of another part.
    const path = /\s[\w.-]+:path\s*=\s*["']\/?([^"']*)/.exec(tag)?.[1] ?? name
    return tag.replaceAll(
      IDS,
      (_whole, attribute: string, equals: string, id: string) =>
        `${attribute}${equals}${own(id, attribute === 'objectid' ? path : name)}`,
    )
  })
}

function idsOf(model: string, elements: readonly string[]): readonly string[] {
  const pattern = new RegExp(`<(?:${elements.join('|')})\\b[^>]*?\\sid\\s*=\\s*["']([^"']*)`, 'g')
  return [...model.matchAll(pattern)].map(([, id = '']) => id)
}

/** Takes out whatever points at something that is not there, or that nobody paints with here. */
function withoutGaps(
  model: string,
  objects: ReadonlySet<string>,
  paints: ReadonlySet<string>,
  absent: Set<string>,
): string {
  return model
    .replaceAll(
      /<(item|component)\b[^>]*?\sobjectid\s*=\s*["']([^"']*)[^>]*?(?:\/>|>.*?<\/\1\s*>)/gs,
      (whole, _element, id: string) => {
        if (objects.has(id)) return whole
        absent.add(`part ${id}`)
        return ''
      },
    )
    .replaceAll(/\spid\s*=\s*["']([^"']*)["']/g, (whole, id: string) => {
      if (paints.has(id)) return whole
      absent.add(`material ${id}`)
      return ''
    })
}
