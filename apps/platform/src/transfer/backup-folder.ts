/**
 * A backup on disk, readable by its owner alone:
 *   manifest.json   what it holds, with a digest of every table
 *   rows/<table>    in the text format of COPY
 *   blobs/          models and posters, where they are files
 *   auth-secret     where the platform made it itself
 *   demo.json       where npm start made a demo: the key of its sites
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { StartupError } from '../startup-error.js'
import type { RowsOf, Snapshot } from './snapshot.js'

const FORMAT = 1

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  madeAt: z.string(),
  migrationLevel: z.number(),
  tables: z.array(
    z.object({
      name: z.string().regex(/^\w+$/),
      columns: z.array(z.string()),
      rows: z.number(),
      digest: z.string(),
    }),
  ),
  sequences: z.array(
    z.object({ table: z.string(), column: z.string(), lastValue: z.string(), isCalled: z.boolean() }),
  ),
})

export const blobsOf = (folder: string): string => join(folder, 'blobs')
export const secretOf = (folder: string): string => join(folder, 'auth-secret')

/** A folder that is there already is never written into. */
export async function createBackupFolder(folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true })
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(
      error.code === 'EEXIST'
        ? `${folder} is there already: name a folder that is not.`
        : `${folder} cannot be made: ${error.message}`,
    )
  })
  await mkdir(join(folder, 'rows'))
}

/** The manifest comes last: a backup without one is none. */
export async function writeRows(folder: string, snapshot: Snapshot, rowsOf: RowsOf): Promise<void> {
  for (const table of snapshot.tables) {
    await pipeline(rowsOf(table), createWriteStream(rowsFile(folder, table.name), { mode: 0o600 }))
  }
}

export async function writeManifest(folder: string, snapshot: Snapshot): Promise<void> {
  const manifest = { format: FORMAT, madeAt: new Date().toISOString(), ...snapshot }
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}

export async function readBackup(folder: string): Promise<{ snapshot: Snapshot; rowsOf: RowsOf }> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new StartupError(`${folder} is no whole backup: it has no manifest.json.`)
  })
  const read = manifestSchema.safeParse(parseJson(text))
  if (!read.success) throw new StartupError(`${join(folder, 'manifest.json')} is damaged.`)
  return { snapshot: read.data, rowsOf: ({ name }) => createReadStream(rowsFile(folder, name)) }
}

const rowsFile = (folder: string, table: string): string => join(folder, 'rows', table)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
