/** Has the files for AR of one model made by a worker, and keeps them. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { BaseContext } from '../../context.js'
import type { ArFileSet, ArWish } from '../../work/ar-files.js'
import { keepArFiles, type MadeArFile } from './stored-ar-files.js'

/** Larger files take a phone longer than its visitor waits. */
const MAX_MODEL_BYTES = 64 * 1024 * 1024

const TOO_LARGE = `The model is larger than ${MAX_MODEL_BYTES / 1024 / 1024} MiB, which is more than a phone can show in AR.`
const TOO_COSTLY = 'The model takes too much time or memory to be made ready for AR.'

/** Null: worth a try. */
export const whyNoArFiles = ({ model }: ArWish): string | null =>
  model.bytes > MAX_MODEL_BYTES ? TOO_LARGE : null

/**
 * @throws QueueFullError where too many wait
 * @throws the reason of `signal`
 * @throws Error where it may go better another time
 */
export async function makeArFiles(
  context: BaseContext,
  organizationId: string,
  wish: ArWish,
  signal: AbortSignal,
): Promise<ArFileSet> {
  const { storage, settings, work } = context
  const folder = join(settings.uploadFolder, `${randomUUID()}.ar`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const source = join(folder, 'model.glb')
    const original = await storage.open(wish.model.sha256, { signal })
    await pipeline(original, createWriteStream(source, { mode: 0o600 }), { signal })
    const look = {
      placement: wish.usdzKind === 'usdz_wall' ? 'wall' : 'floor',
      metresPerUnit: wish.metresPerUnit,
      variant: wish.variant === '' ? null : wish.variant,
    }
    const outcome = await work.ar.run(organizationId, signal, [source, folder, JSON.stringify(look)])
    const made =
      outcome.kind === 'done'
        ? (JSON.parse(outcome.output) as { glb: MadeArFile; usdz: MadeArFile })
        : { glb: { reason: TOO_COSTLY }, usdz: { reason: TOO_COSTLY } }
    return await keepArFiles(context, wish, made)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
