/**
 * Three nodes, each on a network of its own where this machine allows that, over a primary and its standby; the nodes'
 * files on a small disk where one can be mounted.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mountDisk } from '../support/disk.js'
import { type Node, spawnNode } from '../support/node.js'
import { PASSWORD } from '../support/postgres.js'
import { createDatabase, type Database } from './database.js'
import { createLink, type Link } from './link.js'
import { createNamespace, type Namespace } from './namespace.js'

const CLOCK = pathToFileURL(fileURLToPath(new URL('../support/shift-clock.mjs', import.meta.url))).href
const DISK_MIB = 96
export const CLOCK_JUMP_MS = 600_000

export interface World {
  /** Replaced in place when one is started anew. */
  readonly nodes: Node[]
  readonly links: readonly Link[]
  /** Null where this machine lets nobody make one. */
  readonly namespaces: readonly (Namespace | null)[]
  readonly database: Database
  readonly folder: string
  /** Whether the nodes' files are on a disk of their own. */
  readonly hasDisk: boolean
  fillDisk(): Promise<void>
  emptyDisk(): void
  /** As the one before, on the same link. */
  restart(index: number): Promise<void>
  /** The database is somewhere else: open connections end, and new ones lead there. */
  moveLinks(): Promise<void>
  close(): Promise<void>
}

export async function createWorld(): Promise<World> {
  const database = await createDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-nemesis-'))
  const disk = await mountDisk(`${DISK_MIB}m`).catch(() => null)
  const namespaces = await Promise.all([0, 1, 2].map(createNamespace))
  const links = await Promise.all(
    namespaces.map((namespace) =>
      createLink(database.primary().port, namespace?.databaseHost ?? '127.0.0.1'),
    ),
  )
  const start = (index: number) => {
    const [link, namespace] = [links[index], namespaces[index]]
    if (link === undefined) throw new TypeError(`there is no node ${index}`)
    return spawnNode(
      {
        DATABASE_URL: `postgres://vectreal:${PASSWORD}@${link.host}:${link.port}/postgres`,
        NODE_OPTIONS: `--import=${CLOCK}`,
        CLOCK_JUMP_MS: String(CLOCK_JUMP_MS),
        LOG_LEVEL: 'warn',
        DATA_DIR: disk?.folder ?? folder,
      },
      namespace ?? undefined,
    )
  }
  // The first migrates; the others find that done.
  const nodes = [await start(0), ...(await Promise.all([start(1), start(2)]))]
  const filler = disk === null ? null : join(disk.folder, 'filler')

  return {
    nodes,
    links,
    namespaces,
    database,
    folder,
    hasDisk: disk !== null,
    async fillDisk() {
      // Written until there is no room: how much that takes is no matter.
      if (filler !== null) await writeFile(filler, new Uint8Array(DISK_MIB * 1024 * 1024)).catch(() => {})
    },
    emptyDisk() {
      if (filler !== null) rmSync(filler, { force: true })
    },
    async restart(index) {
      nodes[index] = await start(index)
    },
    async moveLinks() {
      await Promise.all(links.map((link) => link.lead(database.primary().port)))
    },
    async close() {
      for (const node of nodes) node.signal('SIGKILL')
      await Promise.all(nodes.map(({ ended }) => ended))
      await Promise.all(links.map((link) => link.close()))
      for (const namespace of namespaces) await namespace?.remove()
      await disk?.unmount()
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
