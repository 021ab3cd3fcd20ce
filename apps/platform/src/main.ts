/** `node dist/main.js start|serve|migrate`: reads the settings, runs the platform, stops it on a signal; or migrates. */
import { migrate } from './migrate.js'
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
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
  stopWithParent(() => stop(0))

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
function stopWithParent(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, PARENT_POLL_MS).unref()
}

function report(error: unknown): void {
  console.error(error instanceof StartupError ? error.message : error)
}

const mode = process.argv[2]
if (mode === 'start' || mode === 'serve') await main(mode)
if (mode === 'migrate') {
  await migrate(process.env).catch((error: unknown) => {
    report(error)
    process.exitCode = 1
  })
}
