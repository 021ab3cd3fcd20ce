/** Validates a GLB in a process of its own, bounded in time and memory. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import type { FieldError } from '../problem.js'
import type { modelReportSchema } from '../schemas/scenes.js'

export type ModelReport = z.output<typeof modelReportSchema>
export type ModelVerdict =
  | { readonly ok: true; readonly report: ModelReport }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

const WORKER = fileURLToPath(new URL('../../workers/validate-model.mjs', import.meta.url))
const TIMEOUT_MS = 60_000
const HEAP_MEGABYTES = 1024
/** Validation is all CPU: more at once would only slow each other down. */
const AT_ONCE = 2

const MODEL_LIMITS = {
  jsonBytes: 16 * 1024 * 1024,
  /** Readers of glTF recurse. */
  jsonLevels: 200,
  /** Files beyond this are validated without their binary data. */
  fullValidationBytes: 64 * 1024 * 1024,
  /** What geometry and animations unpack to. */
  decodedBytes: 1024 * 1024 * 1024,
  imageSide: 16_384,
  imagePixels: 268_435_456,
  counts: {
    nodes: 100_000,
    meshes: 50_000,
    accessors: 500_000,
    materials: 10_000,
    images: 2000,
    animations: 5000,
  },
} as const

let running = 0
const waiting: (() => void)[] = []

export async function validateModel(filePath: string): Promise<ModelVerdict> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await runWorker(filePath)
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

function runWorker(filePath: string): Promise<ModelVerdict> {
  return new Promise((resolve, reject) => {
    const args = [`--max-old-space-size=${HEAP_MEGABYTES}`, WORKER, filePath, JSON.stringify(MODEL_LIMITS)]
    const worker = spawn(process.execPath, args, {
      // Nothing of the server's environment, where secrets are.
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    })
    let out = ''
    let complaint = ''
    worker.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    worker.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000)
    })
    worker.on('error', reject)
    worker.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(out) as ModelVerdict)
      else if (signal !== null || code === 134) {
        resolve({
          ok: false,
          errors: [{ path: '', message: 'the model takes too much time or memory to validate' }],
        })
      } else reject(new Error(`the model validator ended with code ${code}: ${complaint}`))
    })
  })
}
