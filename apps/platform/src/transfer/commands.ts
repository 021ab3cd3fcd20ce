/** `npm run backup`, `npm run restore` and `npm run move-database`: data leaves one place whole and arrives whole in another. */
import { constants } from 'node:fs'
import { copyFile, cp, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { databaseUrlFlaw } from '../database/database-url.js'
import { prepareDatabase } from '../database/prepare-database.js'
import { demoFileOf } from '../demo/demo-file.js'
import type { Settings } from '../settings.js'
import { StartupError } from '../startup-error.js'
import {
  blobsOf,
  createBackupFolder,
  readBackup,
  secretOf,
  writeManifest,
  writeRows,
} from './backup-folder.js'
import { withDatabase } from './connect.js'
import { loadSnapshot } from './load-snapshot.js'
import { withOwnDatabase } from './own-database.js'
import { readSnapshot, type Snapshot } from './snapshot.js'

/** Rows first, then files: files are never changed, so every row finds its file. */
export async function backup(settings: Settings, given: string | undefined): Promise<void> {
  const folder = requirePath(given, 'npm run backup -- <new folder>')
  const snapshot = await withOwnDatabase(settings, async (urls) => {
    await createBackupFolder(folder)
    await prepareDatabase(urls)
    return withDatabase(urls.ownerUrl ?? urls.url, (client) =>
      readSnapshot(client, async (found, rowsOf) => {
        await writeRows(folder, found, rowsOf)
        return found
      }),
    )
  })
  await copyOwnFiles(settings.dataDir, folder)
  await writeManifest(folder, snapshot)
  console.log(`Backed up ${describe(snapshot)} to ${folder}.`)
  warnOfTheRest(settings)
}

export async function restore(settings: Settings, given: string | undefined): Promise<void> {
  const folder = requirePath(given, 'npm run restore -- <folder>')
  const { snapshot, rowsOf } = await readBackup(folder)
  await withOwnDatabase(settings, async (urls) => {
    await loadSnapshot(urls.ownerUrl ?? urls.url, snapshot, rowsOf)
    // What this version adds to the schema, and the rights of the server's role.
    await prepareDatabase(urls)
    await copyOwnFiles(folder, settings.dataDir)
  })
  console.log(`Restored ${describe(snapshot)} from ${folder}.`)
  warnOfTheRest(settings)
}

export async function moveDatabase(settings: Settings, target: string | undefined): Promise<void> {
  if (target === undefined) throw new StartupError('Say where to: npm run move-database -- <DATABASE_URL>')
  const flaw = databaseUrlFlaw(target)
  if (flaw !== null) throw new StartupError(`The address ${flaw}.`)
  const moved = await withOwnDatabase(settings, async (urls) => {
    await prepareDatabase(urls)
    return withDatabase(urls.ownerUrl ?? urls.url, (client) =>
      readSnapshot(client, async (snapshot, rowsOf) => {
        await loadSnapshot(target, snapshot, rowsOf)
        return snapshot
      }),
    )
  })
  console.log(`Moved ${describe(moved)}; every row was compared. The old database is as it was.`)
  console.log('Now set DATABASE_URL to the new address, and start the platform with it.')
  if (settings.authSecret === null) {
    console.log(
      `AUTH_SECRET is needed there too: it is in ${secretOf(settings.dataDir)}. Keep DATA_DIR for models and posters.`,
    )
  }
}

function requirePath(given: string | undefined, usage: string): string {
  if (given === undefined) throw new StartupError(`Name a folder: ${usage}`)
  return resolve(given)
}

/** Models, posters and the secret that was made here, which stay where they are there already; and what the demo sites need. */
async function copyOwnFiles(from: string, to: string): Promise<void> {
  if (await isThere(blobsOf(from))) {
    await cp(blobsOf(from), blobsOf(to), { recursive: true, force: false, preserveTimestamps: true })
  }
  if (await isThere(secretOf(from))) {
    await copyFile(secretOf(from), secretOf(to), constants.COPYFILE_EXCL).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') {
          throw new StartupError(
            `${secretOf(to)} is there already and was not replaced: give an empty DATA_DIR (${join(from, 'auth-secret')} belongs to the data).`,
          )
        }
        throw error
      },
    )
  }
  // It belongs to the rows: one of another database says nothing about these.
  if (await isThere(demoFileOf(from))) await copyFile(demoFileOf(from), demoFileOf(to))
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

function describe({ tables }: Snapshot): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const count = (name: string) => tables.find((table) => table.name === name)?.rows ?? 0
  return `${rows} rows in ${tables.length} tables (${count('organizations')} organizations, ${count('api_keys')} keys, ${count('audit_log')} audit entries)`
}

/** What is no part of a backup. */
function warnOfTheRest({ storage, authSecret, keyPepper }: Settings): void {
  if (storage.kind === 's3') console.log('Models and posters stay in the bucket: copy it by its own means.')
  if (authSecret !== null) console.log('Keep AUTH_SECRET as well: sessions and the audit key hang on it.')
  if (keyPepper !== null) console.log('Keep KEY_PEPPER as well: without it no key of the backup works.')
}
