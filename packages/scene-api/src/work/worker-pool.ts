/**
 * Runs a script in a process of its own for each job, a few at a time, in turns between organizations. Whatever a
 * hostile file costs there, the server keeps its memory, its threads and its time.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setPriority } from 'node:os'
import { createFairQueue, type FairQueueOptions } from './fair-queue.js'

interface WorkerLimits {
  /** Heap of JavaScript. */
  readonly heapMegabytes: number
  /** Everything the process writes to, heap included. Held by the system where there is a POSIX shell. */
  readonly memoryMegabytes: number
  /** Computing time, which a busy machine does not use up. Held by the system where there is a POSIX shell. */
  readonly cpuSeconds: number
  /** Time by the clock. */
  readonly wallMs: number
}

export interface WorkerPoolOptions {
  /** Path of the script. It gets the arguments of `run`, and prints its result. */
  readonly script: string
  readonly queue: FairQueueOptions
  readonly limits: WorkerLimits
}

/** `over_limit`: the process was ended by one of its limits, or by a signal such as that of a memory fault. */
type WorkerOutcome = { readonly kind: 'done'; readonly output: string } | { readonly kind: 'over_limit' }

export interface WorkerPool {
  /**
   * An abort ends the process.
   *
   * @throws QueueFullError where too many jobs wait
   * @throws the reason of `signal`
   * @throws Error where the script broke, with the end of what it complained
   */
  run(organizationId: string, signal: AbortSignal, args: readonly string[]): Promise<WorkerOutcome>
}

const SHELL = '/bin/sh'
const COMPLAINT_LENGTH = 2000
/** Node's own codes for a failure to allocate, and a shell's for the end by a signal. */
const FATAL_CODES_FROM = 128
/** Requests of visitors come first. */
const NICE = 10

export function createWorkerPool({ script, queue, limits }: WorkerPoolOptions): WorkerPool {
  const turns = createFairQueue(queue)
  return {
    run: (organizationId, signal, args) =>
      turns.run(organizationId, signal, () => runWorker(script, args, limits, signal)),
  }
}

async function runWorker(
  script: string,
  args: readonly string[],
  limits: WorkerLimits,
  signal: AbortSignal,
): Promise<WorkerOutcome> {
  const { code, output, complaint } = await new Promise<Ended>((resolve, reject) => {
    const [command, ...rest] = commandOf([
      [process.execPath, `--max-old-space-size=${limits.heapMegabytes}`, script, ...args],
      limits,
    ])
    const worker = spawn(command as string, rest, {
      // Nothing of the server's environment, where secrets are.
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limits.wallMs,
      killSignal: 'SIGKILL',
    })
    let output = ''
    let complaint = ''
    worker.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    worker.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (complaint = (complaint + text).slice(-COMPLAINT_LENGTH)))
    const stop = () => worker.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    worker.on('spawn', () => yieldToOthers(worker.pid))
    worker.on('error', reject)
    worker.on('close', (code) => {
      signal.removeEventListener('abort', stop)
      resolve({ code, output, complaint })
    })
  })
  signal.throwIfAborted()
  if (code === 0) return { kind: 'done', output }
  if (code === null || code >= FATAL_CODES_FROM) return { kind: 'over_limit' }
  throw new Error(`the worker ${script} ended with code ${code}: ${complaint}`)
}

interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null
  readonly output: string
  readonly complaint: string
}

/** The limits of the system are set by a shell that then becomes the worker. */
function commandOf([worker, { memoryMegabytes, cpuSeconds }]: [string[], WorkerLimits]): string[] {
  if (process.platform === 'win32' || !existsSync(SHELL)) return worker
  const limit = `ulimit -d ${memoryMegabytes * 1024} 2>/dev/null; ulimit -t ${cpuSeconds} 2>/dev/null; exec "$@"`
  return [SHELL, '-c', limit, 'worker', ...worker]
}

function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICE)
  } catch {
    // It has ended already.
  }
}
