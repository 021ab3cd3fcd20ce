/** Puts a file into storage and its row beside it, safe against the collector. */
import { sql } from 'drizzle-orm'
import type { Context } from '../context.js'
import { blobs } from '../db/blobs.js'
import type { Queryable, Transaction } from '../db/database.js'

export interface NewBlob {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
  readonly filePath: string
}

/**
 * Before the transaction: the slow part. The row comes first, so that the collector finds the file where the transaction
 * is never made or refuses.
 */
export async function storeFile(context: Context, blob: NewBlob): Promise<void> {
  await touchBlob(context.db, blob, context.clock.now())
  await putFile(context, blob)
}

/** Content that is there already is not sent again. */
async function putFile({ storage }: Context, { sha256, bytes, mediaType, filePath }: NewBlob): Promise<void> {
  const existing = await storage.stat(sha256)
  if (existing?.bytes !== bytes) await storage.put(sha256, filePath, { mediaType })
}

/** In the transaction that refers to the blob. The lock keeps the collector off until it commits. */
export async function keepBlob(context: Context, tx: Transaction, blob: NewBlob): Promise<void> {
  await lockBlob(tx, blob.sha256)
  // The collector may have come between.
  await putFile(context, blob)
  await touchBlob(tx, blob, context.clock.now())
}

async function touchBlob(
  db: Queryable,
  { sha256, bytes, mediaType }: NewBlob,
  touchedAt: Date,
): Promise<void> {
  await db
    .insert(blobs)
    .values({ sha256, bytes, mediaType, touchedAt })
    .onConflictDoUpdate({ target: blobs.sha256, set: { touchedAt } })
}

/** Held until the transaction ends. */
export async function lockBlob(tx: Transaction, sha256: string): Promise<void> {
  const id = Buffer.from(sha256.slice(0, 16), 'hex').readBigInt64BE()
  await tx.execute(sql`select pg_advisory_xact_lock(${id})`)
}
