/** Compresses models after the upload has returned. Until then, and where it fails, embeds get the plain file. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Context, StoredModel } from '../../context.js'
import { compressBlob } from './compress-blob.js'
import { createStopController } from '../../work/stop-controller.js'

export interface Compressor {
  add(model: StoredModel): void
  /** Resolves once nothing waits in this process. */
  idle(): Promise<void>
  /** Ends what runs; what waits stays as it is. */
  close(): Promise<void>
}

export function createCompressor(context: Context): Compressor {
  const { work, logger } = context
  const stopping = createStopController()
  const { signal } = stopping
  const jobs = new Set<Promise<void>>()

  return {
    add(model) {
      const { organizationId, sceneId } = model
      const done = work.compression
        .run(organizationId, signal, () => compress(context, model, signal))
        .catch((error: unknown) => {
          if (!signal.aborted) logger.warn({ err: error, sceneId }, 'model not compressed')
        })
        .finally(() => jobs.delete(done))
      jobs.add(done)
    },
    async idle() {
      while (jobs.size > 0) await Promise.all(jobs)
    },
    async close() {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}

/** Reads the file from the store again: the upload's own has gone with its request. */
async function compress(context: Context, model: StoredModel, signal: AbortSignal): Promise<void> {
  const { storage, settings } = context
  await mkdir(settings.uploadFolder, { recursive: true })
  // Removed by whoever cleans up after uploads, where this process dies.
  const filePath = join(settings.uploadFolder, `${randomUUID()}.upload`)
  try {
    const source = await storage.open(model.sha256, { signal })
    await pipeline(source, createWriteStream(filePath, { flags: 'wx', mode: 0o600 }), { signal })
    const isNew = await compressBlob(context, { ...model, filePath }, signal)
    if (isNew) await context.afterAccessChange({ kind: 'scene', id: model.sceneId })
  } finally {
    await rm(filePath, { force: true })
  }
}
