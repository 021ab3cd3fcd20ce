/** An S3-compatible store in a process of its own: s3rver, with its files in a temp folder. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forkServer } from './forked-server.js'

export interface TestObjectStore {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Uploads in parts that were begun and neither completed nor aborted. */
  unfinishedUploads(): Promise<string[]>
  pause(): void
  resume(): void
  stop(): Promise<void>
}

const BUCKET = 'models'

/** `below`: a path that the store is found under, such as `/storage/v1`. */
export async function startObjectStore({
  below = '',
}: {
  readonly below?: string
} = {}): Promise<TestObjectStore> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-s3-'))
  const server = await forkServer('object-store-process', [folder, BUCKET, below])
  return {
    endpoint: `http://127.0.0.1:${server.port}${below}`,
    region: 'us-east-1',
    bucket: BUCKET,
    // The only account that s3rver knows.
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    unfinishedUploads: () => readdir(join(folder, BUCKET, '._S3rver_uploads')).catch(() => []),
    pause: () => void server.process.kill('SIGSTOP'),
    resume: () => void server.process.kill('SIGCONT'),
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
