/** The folder of the embedded database's files: made by `initdb`, and freed of a server that outlived its platform. */
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../startup-error.js'
import { SHARED_FOLDER, type Binaries } from './binaries.js'
import { canWrite, type SystemUser } from './system-user.js'

/** How long a server that was left behind may take to write down its last checkpoint. */
const LEFTOVER_STOP_MS = 60_000
const NAME = 'postgres'

/**
 * The folder below `DATA_DIR`, or, where the database user cannot get there (a `DATA_DIR` below /root), one below
 * /var/lib that `DATA_DIR/postgres` then links to.
 */
export function placeCluster(dataDir: string, user: SystemUser | null): string {
  const place = join(dataDir, NAME)
  const linked = linkTarget(place)
  if (linked !== null) {
    mkdirSync(linked, { recursive: true })
    return linked
  }
  if (user === null || canWriteBelow(user, dataDir, place)) return place
  const elsewhere = join(
    SHARED_FOLDER,
    `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`,
  )
  if (existsSync(join(place, 'PG_VERSION'))) {
    throw new StartupError(
      `The database in ${place} cannot be reached by the system user "postgres". Move DATA_DIR to a folder that this user can enter.`,
    )
  }
  mkdirSync(elsewhere, { recursive: true })
  chmodSync(SHARED_FOLDER, 0o755)
  rmSync(place, { recursive: true, force: true })
  symlinkSync(elsewhere, place, 'dir')
  return elsewhere
}

/** Makes a new database cluster, whole or not at all. */
export async function initialiseCluster(
  folder: string,
  { binaries, user, password }: { binaries: Binaries; user: SystemUser | null; password: string },
): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return requireSameMajor(folder, binaries.postgres)
  // initdb writes into a folder beside it: a crash halfway leaves nothing that looks like a database.
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  const passwordFile = join(tmpdir(), `vectreal-${randomBytes(8).toString('hex')}`)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
  try {
    if (user !== null) await Promise.all([draft, passwordFile].map((path) => chown(path, user.uid, user.gid)))
    await runInitdb(binaries.initdb, draft, passwordFile, user)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rmdir(folder).catch(() => {})
  await rename(draft, folder)
}

/** PostgreSQL reads files of its own major version only. */
async function requireSameMajor(folder: string, postgres: string): Promise<void> {
  const made = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim()
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8', env: serverEnvironment() })
  const ours = /(\d+)\.\d/.exec(stdout ?? '')?.[1]
  if (ours === undefined || ours === made) return
  throw new StartupError(
    `The database in ${folder} is of PostgreSQL ${made}, and this version of the platform runs PostgreSQL ${ours}. ` +
      'With the version that ran on it: npm run backup -- <new folder>. ' +
      'Then, with this one and DATA_DIR set to a new folder: npm run restore -- <that folder>.',
  )
}

async function runInitdb(
  initdb: string,
  folder: string,
  passwordFile: string,
  user: SystemUser | null,
): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    '--username=vectreal',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
  ]
  const child = spawn(initdb, args, {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: serverEnvironment(),
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  const remedy = /effective user ID/.test(complaint)
    ? ' PostgreSQL runs for users with a name only: give this user id one (a line in /etc/passwd), or set DATABASE_URL.'
    : ''
  throw new StartupError(
    `The embedded database could not be made in ${folder}: ${lastLine(complaint)}.${remedy}`,
  )
}

/** Stops a server that still runs on the folder after its platform was killed, and drops a lock file nobody holds. */
export async function freeCluster(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  if (runsServerOn(pid, folder)) {
    process.kill(pid, 'SIGINT')
    const deadline = Date.now() + LEFTOVER_STOP_MS
    while (runsServerOn(pid, folder)) {
      if (Date.now() > deadline) {
        throw new StartupError(
          `A PostgreSQL server left over from an earlier run (pid ${pid}) does not stop. Stop it, then start again.`,
        )
      }
      await delay(50)
    }
  }
  // The number may belong to someone else by now, and PostgreSQL would then refuse to start.
  await rm(file, { force: true })
}

/** Whether that process is a PostgreSQL server on that folder, as far as the system tells. */
function runsServerOn(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (existsSync('/proc/self')) {
    try {
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return false
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
    } catch {
      return false
    }
  }
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).stdout?.includes(folder) ?? false
}

/** The server needs no setting of ours, and none of our secrets. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, SystemRoot } = process.env
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(PATH && { PATH }),
    ...(TMPDIR && { TMPDIR }),
    ...(SystemRoot && { SystemRoot }),
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function canWriteBelow(user: SystemUser, dataDir: string, place: string): boolean {
  const probe = existsSync(place) ? place : join(dataDir, `.reach-${process.pid}`)
  if (probe !== place) mkdirSync(probe, { mode: 0o777 })
  try {
    if (probe !== place) chmodSync(probe, 0o777)
    return canWrite(user, probe)
  } finally {
    if (probe !== place) rmSync(probe, { recursive: true, force: true })
  }
}

export function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:|could not/i.test(line))
  return telling.at(-1) ?? lines.filter((line) => line !== '').at(-1) ?? 'no reason was given'
}

/** Read again here because a mode bit set by hand makes PostgreSQL refuse the folder. */
export async function protectCluster(folder: string): Promise<void> {
  await chmod(folder, 0o700)
}
