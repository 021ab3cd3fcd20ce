/** The files that somebody brought, as one set: names put in order, what does not belong sorted out. */
import { AssetError } from '../asset-error.js'
import type { ConvertLimits } from './limits.js'

/** A file in memory. */
export interface SourceFile {
  /** Its name, with its folders where it came with some: `chair/textures/wood.png`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** A `File` of a browser, whose folders stand in `webkitRelativePath`. */
export interface BrowserFile {
  readonly name: string
  readonly size: number
  readonly webkitRelativePath?: string
  arrayBuffer(): Promise<ArrayBuffer>
}

/** By name, with `/` between folders. */
export type FileSet = ReadonlyMap<string, Uint8Array>

/** What systems and programs leave beside the files that people mean. */
const LEFTOVERS = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i
const MAX_NAME_LENGTH = 1000

/** @throws AssetError where a name is unsafe or there twice, or where it is too much */
export async function readSources(
  files: Iterable<SourceFile | BrowserFile>,
  limits: ConvertLimits,
): Promise<FileSet> {
  const set = new Map<string, Uint8Array>()
  const all = [...files]
  if (all.length === 0) {
    throw new AssetError({
      code: 'no_files',
      message: 'There are no files.',
      hint: 'Choose a model, or a folder or zip with one.',
    })
  }
  requireCount(all.length, limits)
  requireBytes(
    all.reduce((sum, file) => sum + (isInMemory(file) ? file.bytes.byteLength : file.size), 0),
    limits,
  )
  for (const file of all) {
    const given =
      'webkitRelativePath' in file && file.webkitRelativePath ? file.webkitRelativePath : file.name
    const name = normalizeName(given)
    if (isLeftover(name)) continue
    addFile(set, name, isInMemory(file) ? file.bytes : new Uint8Array(await file.arrayBuffer()))
  }
  return set
}

/** A `File` of newer browsers has a method of that name. */
const isInMemory = (file: SourceFile | BrowserFile): file is SourceFile =>
  'bytes' in file && file.bytes instanceof Uint8Array

export function addFile(set: Map<string, Uint8Array>, name: string, bytes: Uint8Array): void {
  if (set.has(name)) {
    throw new AssetError({
      code: 'duplicate_name',
      message: `“${name}” is there twice.`,
      hint: 'Remove one of the two files, or rename it.',
      files: [name],
    })
  }
  set.set(name, bytes)
}

/** @throws AssetError `unsafe_name`: it would lead out of its folder, or is none */
export function normalizeName(given: string): string {
  const name = given.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
  const parts = name.split('/')
  const isUnsafe =
    name === '' ||
    name.length > MAX_NAME_LENGTH ||
    name.startsWith('/') ||
    /^[a-z]:/i.test(name) ||
    /\p{Cc}/u.test(name) ||
    parts.includes('..')
  if (isUnsafe) {
    throw new AssetError({
      code: 'unsafe_name',
      message: `“${given.slice(0, 100)}” is not the name of a file inside a folder.`,
      hint: 'Pack the files again, with names relative to the model and without “..”.',
      files: [given.slice(0, MAX_NAME_LENGTH)],
    })
  }
  return parts.filter((part) => part !== '.' && part !== '').join('/')
}

export const isLeftover = (name: string): boolean => LEFTOVERS.test(name)

export function requireCount(count: number, { files }: ConvertLimits): void {
  if (count <= files) return
  throw new AssetError({
    code: 'too_many_files',
    message: `There are ${count.toLocaleString('en')} files; at most ${files.toLocaleString('en')} are taken at once.`,
    hint: 'Choose the folder of one model.',
  })
}

export function requireBytes(bytes: number, { unpackedBytes }: ConvertLimits): void {
  if (bytes <= unpackedBytes) return
  throw new AssetError({
    code: 'too_large',
    message: `The files have more than ${Math.round(unpackedBytes / 1024 / 1024)} MB together.`,
    hint: 'Leave out what does not belong to the model, or make its textures smaller.',
  })
}
