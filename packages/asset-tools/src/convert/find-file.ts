/** Finds the file that a model names, as programs write names: on another disk, in another case, in another encoding. */
import { AssetError } from '../asset-error.js'
import type { FileSet } from './source-files.js'

export interface FoundFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** False: it has another place than the model says. */
  readonly isExact: boolean
}

/** Null: the set has no such file, nor one that only that name can mean. */
export function findFile(files: FileSet, folder: string, reference: string): FoundFile | null {
  for (const spelling of spellings(reference)) {
    const wanted = join(folder, spelling)
    const name = wanted === null || files.has(wanted) ? wanted : spelledOtherwise(files, wanted)
    const bytes = name === null ? undefined : files.get(name)
    if (name !== null && bytes !== undefined) return { name, bytes, isExact: true }
  }
  const ends = spellings(reference).map(partsOf)
  const alike = new Set(ends.flatMap((end) => endingLike(files, end)))
  let [most, best]: [number, string | null] = [0, null]
  for (const name of alike) {
    const parts = partsOf(name)
    const same = Math.max(...ends.map((end) => sameEnd(end, parts)))
    if (same === most) best = null
    if (same > most) [most, best] = [same, name]
  }
  const bytes = best === null ? undefined : files.get(best)
  return best !== null && bytes !== undefined ? { name: best, bytes, isExact: false } : null
}

const lastParts = new WeakMap<FileSet, ReadonlyMap<string, readonly string[]>>()

/** Names of a set by the last part of their paths: a model may name thousands of files. */
function byLastPart(files: FileSet): ReadonlyMap<string, readonly string[]> {
  const known = lastParts.get(files)
  if (known !== undefined) return known
  const names = new Map<string, string[]>()
  for (const name of files.keys()) {
    const last = partsOf(name).at(-1) ?? ''
    names.set(last, [...(names.get(last) ?? []), name])
  }
  lastParts.set(files, names)
  return names
}

function endingLike(files: FileSet, parts: readonly string[]): readonly string[] {
  return byLastPart(files).get(parts.at(-1) ?? '') ?? []
}

/** Archives of macOS spell letters with accents as two signs. */
function spelledOtherwise(files: FileSet, wanted: string): string | null {
  const composed = wanted.normalize('NFC')
  return endingLike(files, partsOf(wanted)).find((name) => name.normalize('NFC') === composed) ?? null
}

/** How many parts at the end of two paths are the same. */
function sameEnd(one: readonly string[], other: readonly string[]): number {
  let count = 0
  while (count < one.length && one.at(-1 - count) === other.at(-1 - count)) count += 1
  return count
}

/** The folder of a file; '' at the top. */
export const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)

/**
 * @throws AssetError `outside_files`: the address leads to the net or to somebody's disk, where nothing is fetched from
 */
export function requireInside(model: string, reference: string): void {
  const isOutside = /^(?:[a-z][a-z0-9+.-]*:|\/|\\)/i.test(reference)
  if (!isOutside && join(folderOf(model), decode(reference)) !== null) return
  throw new AssetError({
    code: 'outside_files',
    message: `“${model}” names “${reference.slice(0, 200)}”, which is not among the files.`,
    hint: 'Export the model with its files beside it, or as one .glb.',
    files: [reference.slice(0, 200)],
  })
}

/** Null: it would lead out of the set. */
function join(folder: string, reference: string): string | null {
  const parts = folder.split('/').filter(Boolean)
  for (const part of reference.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

function spellings(reference: string): readonly string[] {
  return [...new Set([reference, decode(reference)])]
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}

const partsOf = (name: string): readonly string[] =>
  name.replaceAll('\\', '/').normalize('NFC').toLowerCase().split('/').filter(Boolean)
