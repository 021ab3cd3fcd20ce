/** `DATA_DIR`: made, writable, and held by one process at a time. */
import { readFileSync } from 'node:fs'
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartupError } from './startup-error.js'

const LOCK = 'platform.lock'

export interface DataFolder {
  readonly path: string
  release(): Promise<void>
}

/**
 * Creates the folder where it is missing. `exclusive` takes its lock: the embedded database serves one process.
 * A lock whose process is gone is taken over.
 */
export async function openDataFolder(
  path: string,
  { exclusive }: { exclusive: boolean },
): Promise<DataFolder> {
  try {
    await mkdir(path, { recursive: true, mode: 0o755 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    if (exclusive) await takeLock(join(path, LOCK), path)
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(
      `DATA_DIR ${path} cannot be written to (${reason(error)}). Give this user the right to write there, or set DATA_DIR to another folder.`,
    )
  }
  return {
    path,
    async release() {
      if (exclusive) await rm(join(path, LOCK), { force: true })
    },
  }
}

async function takeLock(file: string, folder: string): Promise<void> {
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) })
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o600 })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) continue
    const holder = readHolder(text)
    if (holder !== null && isRunning(holder)) {
      throw new StartupError(
        `DATA_DIR ${folder} is in use by another platform process (pid ${holder.pid}). Stop that one, or set DATA_DIR to another folder.`,
      )
    }
    // Moved aside under a name of our own, so that of two that take over only one removes the stale file.
    const aside = `${file}.${process.pid}`
    await rename(file, aside).catch(() => {})
    await rm(aside, { force: true })
  }
  throw new Error('its lock file keeps changing')
}

interface Holder {
  readonly pid: number
  /** Tells a process from a later one with the same number; null where the system does not say. */
  readonly started: string | null
}

function readHolder(text: string): Holder | null {
  try {
    const { pid, started } = JSON.parse(text) as Holder
    return Number.isInteger(pid) && pid > 0 ? { pid, started } : null
  } catch {
    return null
  }
}

function isRunning({ pid, started }: Holder): boolean {
  if (pid === process.pid) return startOf(pid) === started && started !== null
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return started === null || startOf(pid) === started
}

/** The instant a process began, in ticks since boot, from /proc; null where there is none. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces: count the fields after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
