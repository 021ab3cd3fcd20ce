/** Puts a file into storage and its row beside it, safe against the collector. The store is never asked in a transaction. */
import { setTimeout as delay } from 'node:timers/promises'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { BaseContext } from '../../context.js'
import { blobs } from '../../db/blobs.js'
import type { Transaction } from '../../db/database.js'
import { Problem } from '../../problem.js'

/** A collector that has not finished by then has died: what it began is taken over. */
export const COLLECTION_LEASE_MS = 5 * 60_000
/** The collector removes three files at most. */
const WAIT_MS = 100
const MAX_WAITS = 100

export interface NewBlob {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
  readonly filePath: string
}

/**
 * Before the transaction: the slow part. The row comes first, so that the collector finds the file where the transaction
 * is never made or refuses, and spares it until then.
 *
 * @throws Problem `temporarily_unavailable` while the same content is being collected
 */
export async function storeFile(context: BaseContext, blob: NewBlob): Promise<void> {
  for (let waits = 0; !(await claimBlob(context, blob)); waits += 1) {
    if (waits === MAX_WAITS) throw collected()
    await delay(WAIT_MS)
  }
  const { sha256, bytes, mediaType, filePath } = blob
  // Content that is there already is not sent again.
  const existing = await context.storage.stat(sha256)
  if (existing?.bytes !== bytes) await context.storage.put(sha256, filePath, { mediaType })
}

/**
 * In the transaction that refers to the blob, after `storeFile`. Its row stays locked until the commit; the collector waits for
 * it, and then finds it fresh.
 *
 * @throws Problem `temporarily_unavailable` where the transaction came so late that the file has been collected
 */
export async function keepBlob({ clock }: BaseContext, tx: Transaction, { sha256 }: NewBlob): Promise<void> {
  const kept = await tx
    .update(blobs)
    .set({ touchedAt: clock.now() })
    .where(and(eq(blobs.sha256, sha256), isNull(blobs.collectingAt)))
    .returning({ sha256: blobs.sha256 })
  if (kept.length === 0) throw collected()
}

/** False: it is being collected. */
async function claimBlob(
  { db, clock }: BaseContext,
  { sha256, bytes, mediaType }: NewBlob,
): Promise<boolean> {
  const now = clock.now()
  const abandonedAt = new Date(now.getTime() - COLLECTION_LEASE_MS).toISOString()
  const claimed = await db
    .insert(blobs)
    .values({ sha256, bytes, mediaType, touchedAt: now })
    .onConflictDoUpdate({
      target: blobs.sha256,
      set: { touchedAt: now, collectingAt: null },
      setWhere: sql`${blobs.collectingAt} is null or ${blobs.collectingAt} < ${abandonedAt}`,
    })
    .returning({ sha256: blobs.sha256 })
  return claimed.length > 0
}

const collected = () =>
  new Problem('temporarily_unavailable', {
    detail: 'An earlier copy of this file is being removed right now. Send it again.',
  })
