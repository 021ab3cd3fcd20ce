/** Blobs as objects of an S3-compatible store: `<prefix><name>`. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { findUnavailableCause } from '../unavailable.js'
import { cutRange } from './cut-range.js'
import { BlobMissingError, type BlobStorage, requireBlobName } from './blob-storage.js'
import { createPresigner } from './presign.js'
import type { S3StorageOptions } from './s3-options.js'
import { type StorageFlaw, StorageUnavailableError } from './storage-error.js'

/** Parts of an upload in memory at once: 3 times 5 MiB, however large the file is. S3 takes no smaller parts. */
const PART_BYTES = 5 * 1024 * 1024
const PARTS_AT_ONCE = 3
/** The most parts that S3 takes. */
const MAX_PARTS = 10_000

const CONNECT_TIMEOUT_MS = 3000
/** Until the response begins; a part of 5 MiB is sent within it. */
const REQUEST_TIMEOUT_MS = 60_000
/** A download holds its connection for as long as the visitor takes. */
const MAX_CONNECTIONS = 1024

const WRITE_CHECK = 'write-check'

export function openBucket({
  endpoint,
  region,
  bucket,
  accessKeyId,
  secretAccessKey,
  sessionToken,
  prefix = 'blobs/',
}: S3StorageOptions): Required<BlobStorage> {
  const client = new S3Client({
    endpoint,
    region,
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      }),
    // Stores other than Amazon's rarely have a host name for each bucket.
    forcePathStyle: !new URL(endpoint).hostname.endsWith('.amazonaws.com'),
    maxAttempts: 3,
    // Every part is signed together with its SHA-256; older stores refuse the newer checksum headers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: MAX_CONNECTIONS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_CONNECTIONS },
    },
  })
  const objectOf = (name: string) => ({ Bucket: bucket, Key: `${prefix}${requireBlobName(name)}` })
  let isWritable = false

  return {
    async put(name, filePath, { mediaType, signal }) {
      const target = objectOf(name)
      const { size } = await stat(filePath)
      // An abort ends the file, not the uploader: it then gives the parts back before it rejects.
      const file = createReadStream(filePath, { highWaterMark: 256 * 1024, ...(signal && { signal }) })
      try {
        await new Upload({
          client,
          params: { ...target, Body: file, ContentType: mediaType },
          queueSize: PARTS_AT_ONCE,
          partSize: Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS)),
        }).done()
      } catch (error) {
        signal?.throwIfAborted()
        throw toStorageError(error, `the blob ${name} cannot be stored`)
      } finally {
        file.destroy()
      }
    },

    async open(name, { range, signal } = {}) {
      const Range = range && `bytes=${range.start}-${range.end}`
      try {
        const { Body, ContentRange } = await client.send(
          new GetObjectCommand({ ...objectOf(name), ...(Range && { Range }) }),
          { ...(signal && { abortSignal: signal }) },
        )
        const body = Body as Readable
        // A proxy or a simple store may send the whole instead (RFC 9110 §14.2).
        const wanted = range === undefined || ContentRange !== undefined ? body : cutRange(body, range)
        return signal ? addAbortSignal(signal, wanted) : wanted
      } catch (error) {
        signal?.throwIfAborted()
        if (isMissing(error)) throw new BlobMissingError(name, { cause: error })
        throw toStorageError(error, `the blob ${name} cannot be read`)
      }
    },

    locate: createPresigner(client, objectOf),

    async stat(name) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand(objectOf(name)))
        return { bytes: ContentLength ?? 0 }
      } catch (error) {
        if (isMissing(error)) return null
        throw toStorageError(error, `the blob ${name} cannot be looked up`)
      }
    },

    async remove(name) {
      try {
        await client.send(new DeleteObjectCommand(objectOf(name)))
      } catch (error) {
        if (isMissing(error)) return
        throw toStorageError(error, `the blob ${name} cannot be removed`)
      }
    },

    async check() {
      const what = `the bucket ${bucket} at ${endpoint} cannot be used`
      try {
        await client.send(new HeadBucketCommand({ Bucket: bucket }))
        // Asked often; whether it may write is asked until it may.
        if (isWritable) return
        const probe = { Bucket: bucket, Key: `${prefix}${WRITE_CHECK}` }
        await client.send(new PutObjectCommand({ ...probe, Body: WRITE_CHECK, ContentType: 'text/plain' }))
        await client.send(new DeleteObjectCommand(probe))
        isWritable = true
      } catch (error) {
        // HEAD has no body: the status is all that a store can say.
        const flaw = statusOf(error) === 404 ? 'bucket_missing' : flawOf(error)
        throw new StorageUnavailableError(flaw ?? 'failing', what, { cause: error })
      }
    },
  }
}

/** Not every store gives a missing object the name that Amazon does. */
const isMissing = (error: unknown): boolean => statusOf(error) === 404 && flawOf(error) !== 'bucket_missing'

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined

/** What is not the store's doing, a local file that is gone for example, stays as it is. */
function toStorageError(error: unknown, what: string): unknown {
  const flaw = flawOf(error)
  return flaw === null ? error : new StorageUnavailableError(flaw, what, { cause: error })
}

const REFUSED_CREDENTIALS = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'AuthorizationHeaderMalformed',
  'ExpiredToken',
  'RequestTimeTooSkewed',
])

function flawOf(error: unknown): StorageFlaw | null {
  // The SDK has looked in every place it knows.
  if ((error as Error).name === 'CredentialsProviderError') return 'credentials_missing'
  if (error instanceof S3ServiceException) {
    if (error.name === 'NoSuchBucket') return 'bucket_missing'
    if (REFUSED_CREDENTIALS.has(error.name)) return 'credentials_refused'
    return error.$metadata.httpStatusCode === 403 ? 'access_denied' : 'failing'
  }
  return findUnavailableCause(error) === null ? null : 'unreachable'
}
