/** The user PostgreSQL runs as: it refuses to run as root, so root lends it an account of its own. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { StartupError } from '../startup-error.js'

const exec = promisify(execFile)
const NAME = 'postgres'

export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** Null for an ordinary user, who runs the server as himself. */
export async function databaseUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  const found = await lookUp()
  if (found !== null) return found
  await createUser()
  const created = await lookUp()
  if (created !== null) return created
  throw new StartupError(
    'PostgreSQL does not run as root, and the system user "postgres" could not be created. Run the platform as an ordinary user, or set DATABASE_URL.',
  )
}

/** Whether that user may enter the folder and write there, which every folder above it has to allow. */
export function canWrite(user: SystemUser, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], { ...user, cwd: '/', stdio: 'ignore' })
      .status === 0
  )
}

/** Whether that user may run the program. */
export function canRun(user: SystemUser, program: string): boolean {
  return spawnSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

async function lookUp(): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([exec('id', ['-u', NAME]), exec('id', ['-g', NAME])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

/** `useradd` on most systems, BusyBox `adduser` on Alpine. */
async function createUser(): Promise<void> {
  const attempts: readonly [string, readonly string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]],
    ['adduser', ['-S', '-D', '-H', NAME]],
  ]
  for (const [command, args] of attempts) {
    try {
      await exec(command, [...args])
      return
    } catch {
      // The next one, if there is one; the caller looks whether any has worked.
    }
  }
}
