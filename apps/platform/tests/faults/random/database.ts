/** A primary with a synchronous standby, each on a disk of its own, which takes over when the primary dies. */
import { execFile } from 'node:child_process'
import { appendFile, chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { initialiseCluster } from '../../../src/database/cluster-folder.js'
import { type BlockDisk, mountBlockDisk } from '../support/disk.js'
import {
  createServer,
  findInstallation,
  type Installation,
  PASSWORD,
  type PostgresProcess,
} from '../support/postgres.js'

const DISK_MIB = 400
const STANDBY = 'standby'
const JOIN_WITHIN_MS = 60_000

interface Place {
  readonly server: PostgresProcess
  /** Null where this machine lets nobody mount one. */
  readonly disk: BlockDisk | null
}

export interface Database {
  /** The server that takes writes now. */
  primary(): PostgresProcess
  /** The primary's disk. */
  disk(): BlockDisk | null
  /** The primary dies, and the standby takes its place. */
  failOver(): Promise<void>
  /** The other server follows the primary again, from an empty folder. */
  rejoin(): Promise<void>
  /** Starts what a full disk has ended. */
  startEnded(): Promise<void>
  close(): Promise<void>
}

export async function createDatabase(): Promise<Database> {
  const installation = await findInstallation()
  const base = await mkdtemp(join(tmpdir(), 'vectreal-nemesis-pg-'))
  await chmod(base, 0o755)
  const createPlace = async (name: string): Promise<Place> => {
    const disk = await mountBlockDisk(DISK_MIB).catch(() => null)
    const folder = join(disk?.folder ?? base, name)
    return { server: await createServer(folder, installation), disk }
  }
  let [primary, standby] = [await createPlace('one'), await createPlace('two')]
  await initialiseCluster(primary.server.cluster, { ...installation, password: PASSWORD })
  await primary.server.start()

  async function follow(): Promise<void> {
    await standby.server.kill()
    await copyCluster(primary.server, standby.server, installation)
    await standby.server.start()
    const deadline = performance.now() + JOIN_WITHIN_MS
    const isStreaming = "select 1 from pg_stat_replication where state = 'streaming'"
    while ((await query(primary.server, isStreaming)).length === 0) {
      if (performance.now() > deadline) throw new Error('the standby does not follow')
      await delay(50)
    }
    await query(primary.server, `alter system set synchronous_standby_names = '${STANDBY}'`)
    await query(primary.server, 'select pg_reload_conf()')
  }
  await follow()

  return {
    primary: () => primary.server,
    disk: () => primary.disk,
    async failOver() {
      await primary.server.kill()
      await query(standby.server, 'select pg_promote()')
      ;[primary, standby] = [standby, primary]
      // Without this its commits wait for a standby that is not there yet.
      await query(primary.server, 'alter system reset synchronous_standby_names')
      await query(primary.server, 'select pg_reload_conf()')
    },
    rejoin: follow,
    async startEnded() {
      for (const { server } of [primary, standby]) if (!server.isRunning()) await server.start()
    },
    async close() {
      for (const { server, disk } of [standby, primary]) {
        await server.resume()
        await server.kill()
        await disk?.unmount()
      }
      await rm(base, { recursive: true, force: true })
    },
  }
}

/** A base backup of a server that runs: its files, and the label that says where its log is to be read from. */
async function copyCluster(
  source: PostgresProcess,
  target: PostgresProcess,
  { user }: Installation,
): Promise<void> {
  await rm(target.cluster, { recursive: true, force: true })
  const client = await connect(source)
  try {
    await client.query("select pg_backup_start('standby', true)")
    // Files that come and go meanwhile are made whole by the log.
    await promisify(execFile)('cp', ['-a', source.cluster, target.cluster]).catch(() => {})
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)')
    const file = (name: string) => join(target.cluster, name)
    await Promise.all(
      ['pg_wal', 'pg_replslot', 'postmaster.pid'].map((name) =>
        rm(file(name), { recursive: true, force: true }),
      ),
    )
    const made = ['pg_wal', 'pg_replslot'].map(file)
    for (const folder of made) await mkdir(folder, { mode: 0o700 })
    await writeFile(file('backup_label'), rows[0].labelfile)
    await writeFile(file('standby.signal'), '')
    await appendFile(
      file('postgresql.auto.conf'),
      `primary_conninfo = 'host=127.0.0.1 port=${source.port} user=vectreal password=${PASSWORD} application_name=${STANDBY}'\n`,
    )
    const own = [...made, file('backup_label'), file('standby.signal')]
    if (user !== null) await Promise.all(own.map((path) => chown(path, user.uid, user.gid)))
  } finally {
    await client.end()
  }
}

async function connect({ url }: PostgresProcess): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function query(server: PostgresProcess, statement: string): Promise<unknown[]> {
  const client = await connect(server)
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
