/** PostgreSQL as the system has it, of any version: `initdb` and `postgres` in a folder of programs. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface InstalledServer {
  initialise(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Where Debian puts the programs of a version; null where it is not installed. */
export function findInstalledPostgres(major: number): string | null {
  const programs = `/usr/lib/postgresql/${major}/bin`
  return existsSync(join(programs, 'postgres')) ? programs : null
}

export interface InstalledServerOptions {
  /** The folder of its programs. */
  readonly programs: string
  readonly databaseDir: string
  readonly port: number
  readonly postgresFlags: readonly string[]
}

export function installedServer(options: InstalledServerOptions): InstalledServer {
  const { programs, databaseDir, port, postgresFlags } = options
  // It does not run as root; its package has made this user.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  let child: ChildProcess | null = null
  return {
    async initialise() {
      await mkdir(databaseDir)
      if (user.uid !== undefined) await chown(databaseDir, user.uid, user.gid)
      const passwordFile = `${databaseDir}.password`
      await writeFile(passwordFile, 'postgres')
      await chmod(passwordFile, 0o644)
      execFileSync(
        join(programs, 'initdb'),
        [
          `--pgdata=${databaseDir}`,
          '--username=postgres',
          '--encoding=UTF8',
          '--locale=C',
          '--auth=scram-sha-256',
          `--pwfile=${passwordFile}`,
        ],
        { ...user, cwd: '/', stdio: 'ignore' },
      )
      await rm(passwordFile)
    },
    async start() {
      const args = ['-D', databaseDir, '-p', String(port), '-c', 'unix_socket_directories=/tmp']
      const server = spawn(join(programs, 'postgres'), [...args, ...postgresFlags], {
        ...user,
        cwd: '/',
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child = server
      let log = ''
      await new Promise<void>((resolve, reject) => {
        server.stderr.on('data', (chunk: Buffer) => {
          log += chunk.toString()
          if (log.includes('ready to accept connections')) resolve()
        })
        server.once('exit', () => reject(new Error(`PostgreSQL of ${programs} did not start:\n${log}`)))
      })
    },
    async stop() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      await ended
    },
  }
}

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres']))
