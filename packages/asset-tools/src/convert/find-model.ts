/** Which files are models, and which of them is meant. */
import { AssetError } from '../asset-error.js'
import type { FileSet } from './source-files.js'

/** Formats that are read by a loader. */
export type SceneFormat = 'obj' | 'fbx' | 'stl' | 'ply' | 'dae' | '3mf' | 'usdz'
/** What a model came as. */
export type SourceFormat = 'glb' | 'gltf' | SceneFormat

const BY_EXTENSION: Readonly<Record<string, SourceFormat>> = {
  glb: 'glb',
  vrm: 'glb',
  gltf: 'gltf',
  obj: 'obj',
  fbx: 'fbx',
  stl: 'stl',
  ply: 'ply',
  dae: 'dae',
  '3mf': '3mf',
  usdz: 'usdz',
  usd: 'usdz',
  usda: 'usdz',
  usdc: 'usdz',
}
/** How files begin that say what they are. */
const BY_HEAD: readonly (readonly [RegExp, SourceFormat])[] = [
  [/^glTF/, 'glb'],
  [/^Kaydara FBX Binary/, 'fbx'],
  [/^; FBX \d/, 'fbx'],
  [/^PXR-USDC|^#usda \d/, 'usdz'],
  [/^ply\r?\n/, 'ply'],
  [/^solid\b[^\n]*\n\s*facet\b/, 'stl'],
]
/** Packed as zip, and no archive to whoever brings them. */
const PACKED: readonly string[] = ['3mf', 'usdz']

/** Formats of programs: what to do there. */
const OF_PROGRAMS: Readonly<Record<string, string>> = {
  blend: 'In Blender: File › Export › glTF 2.0.',
  max: 'In 3ds Max: File › Export › glTF, or FBX.',
  ma: 'In Maya: File › Export All › FBX.',
  mb: 'In Maya: File › Export All › FBX.',
  c4d: 'In Cinema 4D: File › Export › glTF.',
  skp: 'In SketchUp: File › Export › 3D Model › glTF.',
  '3dm': 'In Rhino: File › Save As › glTF.',
  step: 'In your CAD program: export as glTF, STL or 3MF.',
  stp: 'In your CAD program: export as glTF, STL or 3MF.',
  iges: 'In your CAD program: export as glTF, STL or 3MF.',
  igs: 'In your CAD program: export as glTF, STL or 3MF.',
  '3ds': 'Open it in Blender and export it as glTF 2.0.',
}

/** Archives inside archives stay packed, and so does what is no zip. */
const ARCHIVES: readonly string[] = ['zip', 'rar', '7z', 'tar', 'gz', 'tgz']

export interface FoundModel {
  readonly name: string
  readonly format: SourceFormat
}

const extensionOf = (name: string): string => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** By the bytes, whatever its name; by the name where the bytes are no model either. */
export function isArchive(name: string, bytes: Uint8Array): boolean {
  const extension = extensionOf(name)
  const isZip = latinHead(bytes).startsWith('PK\x03\x04')
  return isZip ? !PACKED.includes(extension) : extension === 'zip' && formatOf(name, bytes) === null
}

const latinHead = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes.subarray(0, 128))

/** What the bytes say; the name only where they say nothing. Null: no model. */
function formatOf(name: string, bytes: Uint8Array): SourceFormat | null {
  const named = BY_EXTENSION[extensionOf(name)] ?? null
  const head = latinHead(bytes).trimStart()
  const told = BY_HEAD.find(([pattern]) => pattern.test(head))
  if (told !== undefined) return told[1]
  // Other JSON is no model, unless it is named like one.
  if (named === 'glb' && head.startsWith('{')) return 'gltf'
  return named
}

/**
 * The model of a set: the one that `main` names, or the only one, or the only one of the upmost folder.
 *
 * @throws AssetError `no_model`, `several_models` (their names in `files`), `unsupported_file`
 */
export function findModel(files: FileSet, main?: string): FoundModel {
  const models = [...files].flatMap(([name, bytes]): FoundModel[] => {
    const format = formatOf(name, bytes)
    return format === null ? [] : [{ name, format }]
  })
  const wanted = main === undefined ? models : models.filter(({ name }) => name === main)
  const [only, ...others] = upmost(wanted)
  if (only === undefined) throw noModel(files, main)
  if (others.length === 0) return only
  const names = wanted.map(({ name }) => name)
  throw new AssetError({
    code: 'several_models',
    message: `There are ${names.length} models: ${listNames(names)}.`,
    hint: 'Choose one of them; each becomes a scene of its own.',
    files: names,
  })
}

function upmost(models: readonly FoundModel[]): readonly FoundModel[] {
  const depth = (name: string) => name.split('/').length
  const least = Math.min(...models.map(({ name }) => depth(name)))
  return models.filter(({ name }) => depth(name) === least)
}

function noModel(files: FileSet, main: string | undefined): AssetError {
  if (main !== undefined) {
    return new AssetError({
      code: 'no_model',
      message: `“${main}” is no model among the files.`,
      hint: 'Name one of the files, with its folders.',
      files: [main],
    })
  }
  const names = [...files.keys()]
  for (const name of names) {
    const hint = OF_PROGRAMS[extensionOf(name)]
    if (hint === undefined) continue
    const message = `“${name}” is a file that only its own program reads.`
    return new AssetError({
      code: 'unsupported_file',
      message,
      hint,
      files: [name],
    })
  }
  const packed = names.find((name) => ARCHIVES.includes(extensionOf(name)))
  return new AssetError({
    code: 'no_model',
    message: `There is no model among the files: ${listNames(names)}.`,
    hint:
      packed === undefined
        ? `Choose one of these: ${Object.keys(BY_EXTENSION).join(', ')}, or a zip or folder with one.`
        : `Unpack “${packed}” yourself, and choose the files of the model.`,
    files: names.slice(0, 100),
  })
}

const SHOWN_NAMES = 5

export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ')
  return names.length > SHOWN_NAMES ? `${shown} and ${names.length - SHOWN_NAMES} more` : shown
}
