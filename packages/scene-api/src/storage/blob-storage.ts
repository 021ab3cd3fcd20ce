/** Where models and posters lie: content-addressed, written once, never changed. */
import type { Readable } from 'node:stream'

/** Bytes `start` to `end`, both inclusive, as in HTTP. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Where blobs are kept, each named by its SHA-256 in hex; `.br` or `.gz` after it names a compressed variant.
 */
export interface BlobStorage {
  /**
   * Copies a local file in under `name`. Atomic: the blob is there whole or not at all, also when `signal` ends it;
   * the same name twice is fine.
   */
  put(name: string, filePath: string, options: { mediaType: string; signal?: AbortSignal }): Promise<void>
  /** Streams a blob or a part of it. Rejects with `BlobMissingError` before the first byte where there is none. */
  open(name: string, options?: { range?: ByteRange; signal?: AbortSignal }): Promise<Readable>
  /**
   * Where a proxy in front reads the blob by itself: a path without its first `/`, with a query perhaps, below what the
   * proxy maps to the folder or to the store's endpoint. Rejects with `BlobMissingError` where it is known to be missing.
   * Absent: this store cannot be read past the node.
   */
  locate?(name: string): Promise<string>
  /** Null: no such blob. */
  stat(name: string): Promise<{ bytes: number } | null>
  /** Removing what is not there is no error. */
  remove(name: string): Promise<void>
  /** Rejects where the store cannot be reached or written to. */
  check(): Promise<void>
}

/** The store works, but does not hold the blob that was asked for. */
export class BlobMissingError extends Error {
  readonly code = 'blob_missing'
  constructor(name: string, options?: ErrorOptions) {
    super(`storage holds no blob ${name}`, options)
    this.name = 'BlobMissingError'
  }
}

export const VARIANT_SUFFIX = { br: 'br', gzip: 'gz' } as const

export const variantName = (sha256: string, encoding: keyof typeof VARIANT_SUFFIX): string =>
  `${sha256}.${VARIANT_SUFFIX[encoding]}`

/** SHA-256 in hex, plus the suffix of a precompressed variant. Anything else could leave the folder. */
const NAME = /^[0-9a-f]{64}(?:\.br|\.gz)?$/

export function requireBlobName(name: string): string {
  if (!NAME.test(name)) throw new TypeError('a blob name is a SHA-256 in hex, with .br or .gz for a variant')
  return name
}
