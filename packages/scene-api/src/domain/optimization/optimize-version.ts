/** Makes the optimised file of a version and puts it in the place of the original, where it is worth having. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes, sceneVersions } from '../../db/scenes.js'
import { Problem } from '../../problem.js'
import { compressBlob } from '../models/compress-blob.js'
import { describeFile } from '../models/describe-file.js'
import { keepBlob, type NewBlob, storeFile } from '../models/keep-blob.js'
import { validateModel } from '../models/validate-model.js'
import { MODEL_MEDIA_TYPE } from '../../schemas/scenes.js'
import { withinStoredBytes } from '../quotas/within-stored-bytes.js'
import { readScene } from '../webhooks/audit-events.js'
import { recordEvent } from '../webhooks/record-event.js'
import { type ClaimedVersion, stillMine } from './claim-version.js'
import type { Optimization } from './initial-state.js'

const TOO_MUCH = {
  webp: 'It takes too much time or memory to optimise.',
  ktx2: 'Its textures take too much time or memory to become KTX2: have WebP made of them, or upload a file that has KTX2 already.',
} as const

type Made =
  | { readonly kind: 'file'; readonly blob: NewBlob; readonly report: Record<string, unknown> }
  | { readonly kind: 'none'; readonly state: 'unchanged' | 'failed'; readonly detail: string }

/** Rejects where something broke that another attempt may not meet, and with the reason of `signal`. */
export async function optimizeVersion(
  context: Context,
  claimed: ClaimedVersion,
  signal: AbortSignal,
): Promise<void> {
  const folder = context.settings.uploadFolder
  await mkdir(folder, { recursive: true })
  // Removed by whoever cleans up after uploads, where this process dies.
  const source = join(folder, `${randomUUID()}.upload`)
  const target = `${source}.optimized.upload`
  try {
    const original = await context.storage.open(claimed.sha256, { signal })
    await pipeline(original, createWriteStream(source, { flags: 'wx', mode: 0o600 }), { signal })
    const made = await make(context, claimed, source, target, signal)
    await finish(context, claimed, made)
  } finally {
    await rm(source, { force: true })
    await rm(target, { force: true })
  }
}

/** The result is held to the rules of an upload. */
async function make(
  { work }: Context,
  { organizationId, textures }: ClaimedVersion,
  source: string,
  target: string,
  signal: AbortSignal,
): Promise<Made> {
  const outcome = await work.optimizers.run(organizationId, signal, [source, target, textures])
  if (outcome.kind === 'over_limit') return { kind: 'none', state: 'unchanged', detail: TOO_MUCH[textures] }
  const said = JSON.parse(outcome.output) as {
    outcome: 'optimized' | 'unchanged'
    reason: string
    detail: string
  }
  if (said.outcome === 'unchanged') {
    return { kind: 'none', state: said.reason === 'failed' ? 'failed' : 'unchanged', detail: said.detail }
  }
  const verdict = await validateModel(work.models, { organizationId, signal, filePath: target })
  if (!verdict.ok) {
    const detail = `The optimised file would not be accepted: ${verdict.errors.map(({ message }) => message).join(' ')}`
    return { kind: 'none', state: 'failed', detail }
  }
  const blob = await describeFile(target, MODEL_MEDIA_TYPE)
  return { kind: 'file', blob, report: { ...verdict.report } }
}

async function finish(context: Context, claimed: ClaimedVersion, made: Made): Promise<void> {
  if (made.kind === 'none') {
    await setState(context.db, claimed, {
      optimization: made.state,
      optimizationDetail: made.detail,
      deliveredSha256: null,
      deliveredReport: null,
    })
    return
  }
  await storeFile(context, made.blob)
  // Compressed first: the file is never served larger than it will be.
  await compressBlob(context, made.blob).catch((error: unknown) =>
    context.logger.warn({ err: error }, 'optimised model not compressed'),
  )
  const isInUse = await deliver(context, claimed, made).catch(async (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== 'quota_exceeded') throw error
    await setState(context.db, claimed, {
      optimization: 'unchanged',
      optimizationDetail: `There is no room for the optimised file. ${error.detail ?? ''}`,
      deliveredSha256: null,
      deliveredReport: null,
    })
    return false
  })
  if (isInUse) await context.afterAccessChange({ kind: 'scene', id: claimed.sceneId })
}

/** Returns whether embeds get the file from now on. */
function deliver(
  context: Context,
  claimed: ClaimedVersion,
  { blob, report }: Extract<Made, { kind: 'file' }>,
): Promise<boolean> {
  const { db, settings, clock } = context
  return db.transaction(async (tx) => {
    const owner = await lockOrganization(tx, claimed.organizationId)
    const [scene] = await tx.select().from(scenes).where(eq(scenes.id, claimed.sceneId)).for('update')
    // Deleted meanwhile: the collector takes the file.
    if (!scene) return false
    await keepBlob(context, tx, blob)
    const now = clock.now()
    const deliverIt = async () => {
      const isMine = await setState(tx, claimed, {
        optimization: 'optimized',
        optimizationDetail: null,
        deliveredSha256: blob.sha256,
        deliveredReport: report,
      })
      const isInUse = isMine && scene.version === claimed.version && scene.delivery === 'optimized'
      if (isMine) {
        await recordEvent(tx, {
          organizationId: claimed.organizationId,
          type: 'scene.optimized',
          subject: `scene:${scene.id}`,
          at: now,
          data: async () => ({
            scene: await readScene(tx, scene.id),
            optimizedVersion: claimed.version,
            bytes: blob.bytes,
          }),
        })
      }
      if (!isInUse) return false
      // Other nodes hear of changes to scenes.
      await tx.update(scenes).set({ updatedAt: now }).where(eq(scenes.id, scene.id))
      return true
    }
    return withinStoredBytes(tx, settings, owner, deliverIt, now)
  })
}

/** False: another attempt has it meanwhile, or nobody needs it any more. */
async function setState(
  db: Context['db'] | Transaction,
  claimed: ClaimedVersion,
  state: Optimization,
): Promise<boolean> {
  const rows = await db
    .update(sceneVersions)
    .set({ ...state, optimizationLeaseUntil: null })
    .where(stillMine(db, claimed))
    .returning({ version: sceneVersions.version })
  return rows.length > 0
}
