/** From what somebody has on disk to the GLB that is uploaded. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { UnusableError } from '../exit-code.js'
import { formatBytes } from '../text/bytes.js'

export interface PreparedModel {
  readonly glb: Uint8Array
  /** For people, a line each. */
  readonly notes: readonly string[]
  readonly report: { readonly givenBytes: number; readonly bytes: number; readonly optimized: boolean }
}

/** More files are no model that somebody meant. */
const MAX_FILES = 2000

export async function prepareModel(
  path: string,
  options: { optimize: boolean; ktx2: boolean },
): Promise<PreparedModel> {
  const files = await readFiles(path)
  // Half a second to load: only who pushes waits for it.
  const { AssetError, convertToGlb, optimizeGlb } = await import('@vectreal/asset-tools')
  const notes: string[] = []
  try {
    const converted = await convertToGlb(files)
    for (const { message } of converted.notes) notes.push(message)
    const givenBytes = converted.glb.byteLength
    if (!options.optimize)
      return { glb: converted.glb, notes, report: { givenBytes, bytes: givenBytes, optimized: false } }
    const { glb, outcome, detail } = await optimizeGlb(converted.glb, { ktx2: options.ktx2 })
    notes.push(
      outcome === 'optimized'
        ? `Optimised: ${formatBytes(givenBytes)} became ${formatBytes(glb.byteLength)}.`
        : `Left as it is: ${detail}`,
    )
    return { glb, notes, report: { givenBytes, bytes: glb.byteLength, optimized: outcome === 'optimized' } }
  } catch (error) {
    if (error instanceof AssetError) throw new UnusableError(`${error.message} ${error.hint} (${error.code})`)
    throw error
  }
}

async function readFiles(path: string): Promise<{ name: string; bytes: Uint8Array }[]> {
  const about = await stat(path).catch((error: Error) => {
    throw new UnusableError(`${path} cannot be read: ${error.message}`)
  })
  if (!about.isDirectory()) return [{ name: basename(path), bytes: await readFile(path) }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const found = entries.filter((entry) => entry.isFile())
  if (found.length > MAX_FILES)
    throw new UnusableError(`${path} holds more than ${MAX_FILES} files: name the model's own folder.`)
  return Promise.all(
    found.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name)
      return { name: relative(path, file).split(sep).join('/'), bytes: await readFile(file) }
    }),
  )
}
