/** From the files people have to one GLB that the platform takes. */
import { createBytesReader, describeFinding, openGlb } from '@vectreal/scene-format'
import { AssetError } from '../asset-error.js'
import { convertScene } from './convert-scene.js'
import type { ModelSize } from './scene-notes.js'
import { findModel, isArchive, type SceneFormat, type SourceFormat } from './find-model.js'
import { type ConvertLimits, DEFAULT_CONVERT_LIMITS } from './limits.js'
import type { ConversionNote } from './note.js'
import { packGltf } from './pack-gltf.js'
import { type BrowserFile, type FileSet, readSources, type SourceFile } from './source-files.js'
import type { Unit } from './units.js'
import { unpackZip } from './unpack-zip.js'

/** What `convertToGlb` takes beside the files. */
export interface ConvertOptions {
  /** The file that is meant, with its folders, where there are several models. */
  readonly main?: string | undefined
  /** What one unit of a format without units is (OBJ, STL, PLY). Default: metres, of STL millimetres, with a
   * note that says so and how large the model is then. */
  readonly units?: Unit | undefined
  /** The axis that points up, of a format that does not say so (OBJ, STL, PLY, 3MF). Default `y`; of STL and 3MF `z`. */
  readonly upAxis?: 'y' | 'z' | undefined
  readonly limits?: Partial<ConvertLimits>
  /** Ends the work between two steps. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (step: ConvertStep) => void
}

/** What is being done. */
export type ConvertStep = 'reading' | 'unpacking' | 'converting' | 'checking'

/** A GLB, and how it came to be. */
export interface ConvertResult {
  readonly glb: Uint8Array
  readonly format: SourceFormat
  /** The model's file name without its extension: a name for the scene. */
  readonly name: string
  /** What could not be carried over, or had to be decided. */
  readonly notes: readonly ConversionNote[]
  /** Null for glTF, which is packed without being read. */
  readonly size: ModelSize | null
}

/**
 * Takes one model with its files: in memory or as `File`s of a browser, several, a whole folder, or a zip with them. A GLB
 * that needs nothing else comes back as it is.
 *
 * @throws AssetError with the reason as `code` and what to do as `hint`
 */
export async function convertToGlb(
  files: Iterable<SourceFile | BrowserFile>,
  options: ConvertOptions = {},
): Promise<ConvertResult> {
  const { main, signal, onProgress = () => undefined } = options
  const limits = { ...DEFAULT_CONVERT_LIMITS, ...options.limits }
  onProgress('reading')
  const sources = await readSources(files, limits)
  signal?.throwIfAborted()
  const set = await unpackArchives(sources, limits, options)
  const { name, format } = findModel(set, main)
  if (set.get(name)?.byteLength === 0) {
    throw new AssetError({
      code: 'empty_file',
      message: `“${name}” is empty.`,
      hint: 'Download or export it again.',
      files: [name],
    })
  }
  onProgress('converting')
  const { glb, notes, size } = isScene(format)
    ? await convertScene({ name, format }, set, {
        units: options.units,
        upAxis: options.upAxis,
        limits,
        signal,
      })
    : { ...(await packGltf(name, set)), size: null }
  signal?.throwIfAborted()
  onProgress('checking')
  requireShown(name, glb)
  return { glb, format, name: titleOf(name), notes, size }
}

const isScene = (format: SourceFormat): format is SceneFormat => format !== 'glb' && format !== 'gltf'

/** Archives become the files in them, below a folder of their name where there is more than one. */
async function unpackArchives(
  sources: FileSet,
  limits: ConvertLimits,
  { signal, onProgress }: ConvertOptions,
): Promise<FileSet> {
  const archives = [...sources].filter(([name, bytes]) => isArchive(name, bytes))
  if (archives.length === 0) return sources
  onProgress?.('unpacking')
  const set = new Map([...sources].filter(([name, bytes]) => !isArchive(name, bytes)))
  const left = { ...limits }
  for (const [name, bytes] of archives) {
    const unpacked = await unpackZip(name, bytes, left, signal)
    const folder = archives.length === 1 && set.size === 0 ? '' : `${name.replace(/\.\w+$/, '')}/`
    for (const [path, content] of unpacked) {
      set.set(`${folder}${path}`, content)
      left.unpackedBytes -= content.byteLength
    }
    left.files -= unpacked.size
  }
  return set
}

/** The rules of the upload, before anything is sent. */
function requireShown(name: string, glb: Uint8Array): void {
  const opened = openGlb(createBytesReader(glb))
  if (opened.ok) return
  const isEmpty = opened.errors.every(({ code }) => code === 'nothing_to_show')
  throw new AssetError({
    code: isEmpty ? 'nothing_to_show' : 'invalid_model',
    message: `“${name}” cannot be shown: ${opened.errors.map(describeFinding).join(' ')}`,
    hint: 'Open the model in the program it was made with, and export it again.',
    files: [name],
  })
}

const titleOf = (name: string): string => (name.split('/').at(-1) ?? name).replace(/\.[^.]+$/, '')
