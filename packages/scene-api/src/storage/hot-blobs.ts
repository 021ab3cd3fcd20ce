/** Blobs that are asked for again and again, kept in memory: no file is opened and no small piece read for them. */
import type { BlobStorage } from './blob-storage.js'

/** Larger ones would push out too many others. */
const SHARE_OF_ONE = 1 / 4
/** Names that were asked for once, remembered so that a single pass over many blobs keeps none of them. */
const MAX_SEEN = 10_000

export interface HotBlobs {
  /** The whole blob; null where it is not kept (yet), or too large. A promise while it is being read. Never rejects. */
  find(name: string, bytes: number): Buffer | null | Promise<Buffer | null>
}

/** Keeps up to `maxBytes` of what `storage` holds, the least recently used leaves first. Blobs never change. */
export function createHotBlobs(storage: BlobStorage, maxBytes: number): HotBlobs {
  const kept = new Map<string, Buffer>()
  const reading = new Map<string, Promise<Buffer | null>>()
  const seen = new Set<string>()
  let size = 0

  function keep(name: string, blob: Buffer): void {
    kept.set(name, blob)
    size += blob.length
    for (const [oldest, { length }] of kept) {
      if (size <= maxBytes) return
      kept.delete(oldest)
      size -= length
    }
  }

  async function read(name: string, bytes: number): Promise<Buffer | null> {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of await storage.open(name)) chunks.push(chunk as Buffer)
      const blob = Buffer.concat(chunks)
      if (blob.length !== bytes) return null
      keep(name, blob)
      return blob
    } catch {
      // Whoever streams it then meets the same, and says so.
      return null
    } finally {
      reading.delete(name)
    }
  }

  return {
    find(name, bytes) {
      const blob = kept.get(name)
      if (blob !== undefined) {
        kept.delete(name)
        kept.set(name, blob)
        return blob
      }
      if (bytes > maxBytes * SHARE_OF_ONE) return null
      const underWay = reading.get(name)
      if (underWay !== undefined) return underWay
      if (!seen.has(name)) {
        if (seen.size >= MAX_SEEN) seen.clear()
        seen.add(name)
        return null
      }
      const promise = read(name, bytes)
      reading.set(name, promise)
      return promise
    },
  }
}
