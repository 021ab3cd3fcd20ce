/** An S3-compatible store in a process of its own: s3rver, with its files in a temp folder. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

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

export async function startObjectStore(): Promise<TestObjectStore> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-s3-'))
  const server = fork(
    fileURLToPath(new URL('./object-store-process.js', import.meta.url)),
    [folder, BUCKET],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const port = await Promise.race([portOf(server), failureOf(server)])
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket: BUCKET,
    // The only account that s3rver knows.
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    unfinishedUploads: () => readdir(join(folder, BUCKET, '._S3rver_uploads')).catch(() => []),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL')
        await once(server, 'exit')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function portOf(server: ChildProcess): Promise<number> {
  const [port] = (await once(server, 'message')) as [number]
  return port
}

async function failureOf(server: ChildProcess): Promise<never> {
  const [code] = await once(server, 'exit')
  throw new Error(`the object store ended with ${code} before it listened`)
}
