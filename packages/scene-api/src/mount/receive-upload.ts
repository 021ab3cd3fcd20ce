/** Streams a request body to a file while hashing it. Memory stays flat whatever the size. */
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestInput } from './route.js'
import { Problem } from '../problem.js'

export interface Upload {
  readonly filePath: string
  readonly sha256: string
  readonly bytes: number
}

export interface UploadRules {
  readonly folder: string
  readonly maxBytes: number
  readonly mediaTypes: readonly string[]
  /** The error when the file is larger, before or while it is read. */
  tooLarge(): Problem
}

const STALE_MS = 24 * 3_600_000

/**
 * Runs `use` on the received file and removes the file afterwards, also when the client has gone. Whoever sent it still
 * has to have the rights when it is there.
 */
export async function receiveUpload<Result>(
  { req, signal, reauthorize }: Pick<RequestInput, 'req' | 'signal' | 'reauthorize'>,
  { folder, maxBytes, mediaTypes, tooLarge }: UploadRules,
  use: (upload: Upload) => Promise<Result>,
): Promise<Result> {
  const mediaType = req.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType === undefined || !mediaTypes.includes(mediaType)) {
    throw new Problem('unsupported_media_type', { detail: `Send one of ${mediaTypes.join(', ')}.` })
  }
  const encoding = req.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Problem('unsupported_media_type', {
      detail: 'Send the file as it is, without Content-Encoding.',
    })
  }
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()

  signal.throwIfAborted()
  await mkdir(folder, { recursive: true })
  const filePath = join(folder, `${randomUUID()}.upload`)
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) {
        done(tooLarge())
        return
      }
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    // Not part of the pipeline, which would cut the connection on an error: the response still has to go out.
    req.pipe(measure)
    await pipeline(measure, createWriteStream(filePath, { flags: 'wx', mode: 0o600 }), { signal })
    await reauthorize()
    return await use({ filePath, sha256: hash.digest('hex'), bytes })
  } finally {
    req.unpipe(measure)
    req.resume()
    await rm(filePath, { force: true })
  }
}

/** What a killed process left behind. */
export async function removeStaleUploads(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((name) => name.endsWith('.upload'))) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (mtimeMs < Date.now() - STALE_MS) await rm(path, { force: true, recursive: true })
  }
}
