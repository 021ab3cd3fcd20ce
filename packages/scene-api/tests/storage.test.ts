import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { startObjectStore, type TestObjectStore } from '@vectreal/test-kit'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  BlobMissingError,
  type BlobStorage,
  createFileStorage,
  createS3Storage,
  StorageUnavailableError,
} from '../src/index.js'
import { startStoreProxy, type StoreProxy } from './support/store-proxy.js'

const MIB = 1024 * 1024
const GLB = { mediaType: 'model/gltf-binary' }

let folder: string
let store: TestObjectStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-storage-'))
  store = await startObjectStore()
})
afterAll(async () => {
  await store.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Random bytes in a file, named as storage names them. */
async function makeFile(bytes: number): Promise<{ name: string; path: string }> {
  const path = join(folder, `upload-${bytes}`)
  const hash = createHash('sha256')
  const chunks = function* () {
    for (let left = bytes; left > 0; left -= MIB) {
      const chunk = randomBytes(Math.min(left, MIB))
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path))
  return { name: hash.digest('hex'), path }
}

async function sha256Of(stream: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of stream) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe.each<[string, () => BlobStorage]>([
  ['files', () => createFileStorage(join(folder, 'blobs'))],
  ['an S3-compatible store', () => createS3Storage(store)],
])('blobs in %s', (_kind, create) => {
  test('read back as they were written, whole and in part', async () => {
    const storage = create()
    await storage.check()
    const { name, path } = await makeFile(3 * MIB + 17)
    await storage.put(name, path, GLB)
    await storage.put(name, path, GLB)

    const bytes = await readFile(path)
    expect(await storage.stat(name)).toEqual({ bytes: bytes.length })
    expect((await buffer(await storage.open(name))).equals(bytes)).toBe(true)
    for (const [start, end] of [
      [0, 1],
      [100, 4_000],
      [bytes.length - 5, bytes.length - 1],
    ] as const) {
      const part = await buffer(await storage.open(name, { range: { start, end } }))
      expect(part.equals(bytes.subarray(start, end + 1)), `bytes ${start} to ${end}`).toBe(true)
    }
  })

  test('are missing until they are put, and after they are removed', async () => {
    const storage = create()
    const { name, path } = await makeFile(64)
    const variant = `${name}.br`
    expect(await storage.stat(variant)).toBeNull()
    await expect(storage.open(variant)).rejects.toThrow(BlobMissingError)
    await storage.put(variant, path, GLB)
    expect(await storage.stat(variant)).toEqual({ bytes: 64 })
    expect(await storage.stat(name)).toBeNull()
    await storage.remove(variant)
    await storage.remove(variant)
    await expect(storage.open(variant)).rejects.toThrow(BlobMissingError)
  })

  test('stop flowing once the reader aborts', async () => {
    const storage = create()
    const { name, path } = await makeFile(8 * MIB)
    await storage.put(name, path, GLB)
    const reader = new AbortController()
    const stream = await storage.open(name, { signal: reader.signal })
    stream.once('data', () => reader.abort())
    await expect(buffer(stream)).rejects.toMatchObject({ name: 'AbortError' })
    await expect(storage.open(name, { signal: AbortSignal.abort() }).then(buffer)).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  test('have no name that could leave the folder', async () => {
    const storage = create()
    await expect((async () => storage.stat('../secrets'))()).rejects.toThrow(TypeError)
  })
})

test('an aborted copy leaves no file', async () => {
  const blobs = join(folder, 'aborted')
  const { name, path } = await makeFile(MIB)
  const put = createFileStorage(blobs).put(name, path, { ...GLB, signal: AbortSignal.abort() })
  await expect(put).rejects.toMatchObject({ name: 'AbortError' })
  expect(await readdir(join(blobs, name.slice(0, 2)))).toEqual([])
})

describe('an upload to an S3-compatible store', () => {
  test('of 128 MiB takes less than 64 MiB of memory', async () => {
    const storage = createS3Storage(store)
    const { name, path } = await makeFile(128 * MIB)
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let peak = before
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }, 5)
    await storage.put(name, path, GLB)
    clearInterval(sampling)
    expect(peak - before).toBeLessThan(64 * MIB)
    expect(await storage.stat(name)).toEqual({ bytes: 128 * MIB })
    expect(await sha256Of(await storage.open(name))).toBe(name)
    expect(await store.unfinishedUploads()).toEqual([])
  })

  test('leaves nothing when it is aborted halfway', async () => {
    const storage = createS3Storage(store)
    const { name, path } = await makeFile(64 * MIB + 1)
    const upload = new AbortController()
    const put = storage.put(name, path, { ...GLB, signal: upload.signal })
    const failure = failureOf(put)
    await vi.waitFor(async () => expect(await store.unfinishedUploads()).toHaveLength(1), {
      interval: 1,
      timeout: 20_000,
    })
    // Stopped, so that the upload cannot end before the abort.
    store.pause()
    upload.abort()
    store.resume()
    expect(await failure).toMatchObject({ name: 'AbortError' })
    expect(await storage.stat(name)).toBeNull()
    expect(await store.unfinishedUploads()).toEqual([])
  })

  test('leaves nothing when the file cannot be read', async () => {
    const storage = createS3Storage(store)
    const { name } = await makeFile(1)
    await expect(storage.put(name, join(folder, 'gone'), GLB)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await storage.stat(name)).toBeNull()
  })
})

describe('stores of other makers', () => {
  let proxy: StoreProxy
  afterEach(async () => {
    vi.unstubAllEnvs()
    await proxy.close()
  })
  /** The SDK finds nothing of this machine's own. */
  const forgetAwsSettings = () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined)
    vi.stubEnv('HOME', folder)
  }
  const keyless = () => ({ ...store, accessKeyId: undefined, secretAccessKey: undefined })
  const ROLE = { AccessKeyId: 'S3RVER', SecretAccessKey: 'S3RVER', Token: 'token-of-the-role' }
  const stored = async (storage: BlobStorage, bytes = 3 * MIB + 5) => {
    const { name, path } = await makeFile(bytes)
    await storage.check()
    await storage.put(name, path, GLB)
    return { name, content: await readFile(path) }
  }

  test.each([
    ['the start', { start: 0, end: 9 }],
    ['the middle, over chunks', { start: MIB - 3, end: 2 * MIB + 3 }],
    ['the last byte', { start: 3 * MIB + 4, end: 3 * MIB + 4 }],
  ])('one that sends the whole where a part is asked for: %s', async (_what, range) => {
    proxy = await startStoreProxy(store, { withoutRanges: true })
    const storage = createS3Storage({ ...store, endpoint: proxy.url })
    const { name, content } = await stored(storage)
    const part = await buffer(await storage.open(name, { range }))
    expect(part.equals(content.subarray(range.start, range.end + 1))).toBe(true)
  })

  test('one that has a name of its own for what is missing', async () => {
    proxy = await startStoreProxy(store, { missingCode: 'ObjectNotFound' })
    const storage = createS3Storage({ ...store, endpoint: proxy.url })
    await expect(storage.open('a'.repeat(64))).rejects.toThrow(BlobMissingError)
    expect(await storage.stat('a'.repeat(64))).toBeNull()
  })

  test('keys that are lent come with their token', async () => {
    proxy = await startStoreProxy(store)
    const storage = createS3Storage({ ...store, endpoint: proxy.url, sessionToken: 'lent' })
    await stored(storage)
    expect(proxy.sessionTokens()).toEqual(['lent'])
  })

  test('without keys the role of the container is used, and asked again before it ends', async () => {
    proxy = await startStoreProxy(store)
    let asked = 0
    const metadata = createServer((_req, res) => {
      asked += 1
      res.end(JSON.stringify({ ...ROLE, Expiration: new Date(Date.now() + 60_000).toISOString() }))
    })
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve))
    const { port } = metadata.address() as AddressInfo
    forgetAwsSettings()
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/role`)
    const storage = createS3Storage({ ...keyless(), endpoint: proxy.url })
    const { name } = await stored(storage)
    const before = asked
    await storage.stat(name)
    expect(proxy.sessionTokens()).toEqual([ROLE.Token])
    // A minute is less than what the SDK wants to have left.
    expect(asked).toBeGreaterThan(before)
    metadata.close()
  })

  test('with neither keys nor a role it says what to do', async () => {
    proxy = await startStoreProxy(store)
    forgetAwsSettings()
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    await expect(createS3Storage({ ...keyless(), endpoint: proxy.url }).check()).rejects.toMatchObject({
      flaw: 'credentials_missing',
      hint: /S3_ACCESS_KEY_ID.*role/,
    })
  })
})

test('a store below a path is read and written there', async () => {
  const hosted = await startObjectStore({ below: '/storage/v1/s3' })
  const storage = createS3Storage(hosted)
  const { name, path } = await makeFile(20)
  await storage.check()
  await storage.put(name, path, GLB)
  expect((await buffer(await storage.open(name))).equals(await readFile(path))).toBe(true)
  expect(await storage.locate?.(name)).toMatch(/^storage\/v1\/s3\/models\/blobs\//)
  const found = await fetch(new URL(`/${await storage.locate?.(name)}`, hosted.endpoint))
  expect(found.status).toBe(200)
  await hosted.stop()
})

describe('a store that cannot be used is named, with what to do', () => {
  test('a bucket that is not there', async () => {
    const storage = createS3Storage({ ...store, bucket: 'other' })
    await expect(storage.check()).rejects.toMatchObject({ flaw: 'bucket_missing', hint: /S3_BUCKET/ })
    const { name, path } = await makeFile(10)
    await expect(storage.put(name, path, GLB)).rejects.toMatchObject({ flaw: 'bucket_missing' })
  })

  test('an access key that the store does not know', async () => {
    const secretAccessKey = 'a secret of somebody else'
    const storage = createS3Storage({ ...store, accessKeyId: 'SOMEBODY', secretAccessKey })
    const { name, path } = await makeFile(10)
    const error = await storage.put(name, path, GLB).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(error).toMatchObject({ flaw: 'credentials_refused', code: 'storage_unavailable' })
    expect((error as Error).message).not.toContain(secretAccessKey)
    await expect(storage.check()).rejects.toThrow(StorageUnavailableError)
  })

  test('a store that is away', async () => {
    const gone = await startObjectStore()
    await gone.stop()
    const storage = createS3Storage(gone)
    const { name, path } = await makeFile(10)
    for (const call of [
      () => storage.check(),
      () => storage.put(name, path, GLB),
      () => storage.open(name),
      () => storage.stat(name),
      () => storage.remove(name),
    ]) {
      await expect(call()).rejects.toMatchObject({ flaw: 'unreachable', hint: /S3_ENDPOINT/ })
    }
  })

  test('a store that dies during an upload', async () => {
    const dying = await startObjectStore()
    const storage = createS3Storage(dying)
    const { name, path } = await makeFile(64 * MIB + 2)
    const failure = failureOf(storage.put(name, path, GLB))
    await vi.waitFor(async () => expect(await dying.unfinishedUploads()).toHaveLength(1), {
      interval: 1,
      timeout: 20_000,
    })
    await dying.stop()
    expect(await failure).toBeInstanceOf(StorageUnavailableError)
  })
})
