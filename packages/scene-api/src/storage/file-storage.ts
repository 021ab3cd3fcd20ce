/** Blobs as files: `<folder>/<first two hex digits>/<name>`. */
import { createReadStream, constants } from 'node:fs'
import { access, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { BlobMissingError, type BlobStorage, requireBlobName } from './blob-storage.js'

/** Keeps blobs as files below a folder, which is made when the first one is written. */
export function createFileStorage(folder: string): BlobStorage {
  const placeOf = (name: string) => `${requireBlobName(name).slice(0, 2)}/${name}`
  const pathOf = (name: string) => join(folder, placeOf(name))

  return {
    async put(name, filePath, { signal }) {
      const target = pathOf(name)
      await mkdir(dirname(target), { recursive: true })
      // Copied beside its target and then renamed: readers see a whole file, and a full disk leaves none.
      const partial = `${target}.${randomUUID()}.partial`
      try {
        await copyFile(filePath, partial, constants.COPYFILE_FICLONE)
        await syncFile(partial)
        signal?.throwIfAborted()
        await rename(partial, target)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
    },

    async open(name, { range, signal } = {}) {
      const handle = await open(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new BlobMissingError(name, { cause: error }) : error
      })
      return createReadStream('', {
        fd: handle,
        ...(range && { start: range.start, end: range.end }),
        ...(signal && { signal }),
        highWaterMark: 256 * 1024,
      })
    },

    async locate(name) {
      if ((await this.stat(name)) === null) throw new BlobMissingError(name)
      return placeOf(name)
    },

    async stat(name) {
      try {
        return { bytes: (await stat(pathOf(name))).size }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },

    async remove(name) {
      await rm(pathOf(name), { force: true })
    },

    async check() {
      await mkdir(folder, { recursive: true })
      await access(folder, constants.R_OK | constants.W_OK)
    },
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
