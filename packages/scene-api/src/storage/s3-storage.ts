/** A bucket of an S3-compatible store. Its SDK is loaded with the first of them: a node that keeps files on disk starts without it. */
import type { BlobStorage } from './blob-storage.js'
import type { S3StorageOptions } from './s3-options.js'

/** Keeps blobs in a bucket of any S3-compatible store. The bucket must exist. */
export function createS3Storage(options: S3StorageOptions): BlobStorage {
  const opening = import('./s3-bucket.js').then(({ openBucket }) => openBucket(options))
  // Whoever asks the bucket for something hears of it.
  opening.catch(() => {})
  return {
    put: async (name, filePath, given) => (await opening).put(name, filePath, given),
    open: async (name, given) => (await opening).open(name, given),
    locate: async (name) => (await opening).locate(name),
    stat: async (name) => (await opening).stat(name),
    remove: async (name) => (await opening).remove(name),
    check: async () => (await opening).check(),
  }
}
