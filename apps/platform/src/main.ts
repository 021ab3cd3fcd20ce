/** `node dist/main.js start|serve`: reads the settings, runs the platform, stops it on a signal. Other words are one-time jobs. */
import cluster from 'node:cluster'
import { runPlatform, type Platform } from './platform.js'
import { readSettings, type Mode } from './settings.js'
import { StartupError } from './startup-error.js'

/** npm and the terminal both pass Ctrl-C on; a second one this soon is the same. */
const SAME_SIGNAL_MS = 1500
const PARENT_POLL_MS = 500

export async function main(mode: Mode): Promise<void> {
  let stopping: { readonly at: number } | null = null
  let platform: Platform | null = null
  const starting = new AbortController()

  const stop = (code: number) => {
    if (stopping !== null) {
      if (Date.now() - stopping.at > SAME_SIGNAL_MS) process.exit(130)
      return
    }
    stopping = { at: Date.now() }
    starting.abort()
    if (platform === null) return
    platform.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        report(error)
        process.exit(1)
      },
    )
  }
  const parent = watchParent(() => stop(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0))
  // Node takes back what `nohup` sets, and npm ends at a hang-up. Whoever sends the output elsewhere means it to go on.
  process.on('SIGHUP', () => {
    if (process.stdout.isTTY) stop(0)
    else parent.ignore()
  })

  try {
    platform = await runPlatform(readSettings(process.env, mode, process.cwd()), {
      signal: starting.signal,
      onCrash(reason) {
        console.error(reason)
        stop(1)
      },
    })
    // A signal that came while starting: what has been started is stopped now.
    if (stopping !== null) {
      await platform.stop()
      process.exit(0)
    }
  } catch (error) {
    if (stopping !== null) process.exit(0)
    report(error)
    process.exit(1)
  }
}

/** Under npm, being handed to another parent means that npm was killed: nobody is left to stop us. */
function watchParent(onGone: () => void): { ignore(): void } {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return { ignore() {} }
  const parent = process.ppid
  const polling = setInterval(() => {
    if (process.ppid !== parent) onGone()
  }, PARENT_POLL_MS)
  polling.unref()
  return { ignore: () => clearInterval(polling) }
}

function report(error: unknown): void {
  console.error(error instanceof StartupError ? error.message : error)
}

const TRANSFERS: Readonly<Record<string, 'backup' | 'restore' | 'moveDatabase'>> = {
  backup: 'backup',
  restore: 'restore',
  'move-database': 'moveDatabase',
}

// Each loads what it needs and no more: a start does not wait for the code of a backup.
const mode = process.argv[2] ?? ''
if (mode === 'start' || mode === 'serve') {
  if (cluster.isWorker) {
    const { runWorker } = await import('./workers/worker.js')
    await runWorker(readSettings(process.env, mode, process.cwd()))
  } else await main(mode)
}
const transfer = Object.hasOwn(TRANSFERS, mode) ? TRANSFERS[mode] : undefined
if (mode === 'migrate') {
  const { migrate } = await import('./migrate.js')
  await runJob(() => migrate(process.env))
} else if (transfer !== undefined) {
  const { [transfer]: run } = await import('./transfer/commands.js')
  await runJob(() => run(readSettings(process.env, 'serve', process.cwd()), process.argv[3]))
}

async function runJob(job: () => Promise<void>): Promise<void> {
  try {
    await job()
  } catch (error) {
    report(error)
    process.exitCode = 1
  }
}
