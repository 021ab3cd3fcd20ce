/** Makes precompressed variants of a blob where they pay. */
import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { type BlobEncoding, blobs } from '../../db/blobs.js'
import { variantName } from '../../storage/blob-storage.js'
import type { NewBlob } from './keep-blob.js'

/** A variant that saves less than this is not worth its place. */
const MIN_SAVING = 0.1
/** Larger models hold up those of everybody else. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Writes `<sha256>.br` and `<sha256>.gz` to storage and their sizes to the blob's row. Variants that are there already
 * are not made again, unless the store has lost one. Returns whether the row has changed.
 */
export async function compressBlob(
  { db, storage }: Context,
  { sha256, bytes, filePath, mediaType }: NewBlob,
  signal?: AbortSignal,
): Promise<boolean> {
  if (bytes > MAX_BYTES) return false
  const [row] = await db.select().from(blobs).where(eq(blobs.sha256, sha256))
  if (!row) return false
  const held = await Promise.all(
    row.encodings.map(async (variant) => {
      const stored = await storage.stat(variantName(sha256, variant.encoding))
      return stored?.bytes === variant.bytes
    }),
  )
  if (held.length > 0 && held.every(Boolean)) return false
  const encodings: BlobEncoding[] = []
  for (const [encoding, create] of [
    ['br', () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
    ['gzip', () => createGzip({ level: 6 })],
  ] as const) {
    const variant = `${filePath}.${encoding}`
    try {
      await pipeline(createReadStream(filePath), create(), createWriteStream(variant), { signal })
      const { size } = await stat(variant)
      if (size > bytes * (1 - MIN_SAVING)) continue
      await storage.put(variantName(sha256, encoding), variant, { mediaType, ...(signal && { signal }) })
      encodings.push({ encoding, bytes: size })
    } finally {
      await rm(variant, { force: true })
    }
  }
  if (encodings.length === 0) return false
  await db.update(blobs).set({ encodings }).where(eq(blobs.sha256, sha256))
  return true
}
