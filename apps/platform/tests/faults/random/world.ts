/** Three nodes, each with a link of its own to one PostgreSQL, on a small disk where one can be mounted. */
import { writeFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Cluster, type Node, startCluster } from '../support/cluster.js'
import { type Disk, mountDisk } from '../support/disk.js'
import { createLink, type Link } from './link.js'

const CLOCK = pathToFileURL(fileURLToPath(new URL('../support/shift-clock.mjs', import.meta.url))).href
const DISK_MIB = 96
export const CLOCK_JUMP_MS = 600_000

export interface World {
  /** Replaced in place when one is started anew. */
  readonly nodes: Node[]
  readonly links: readonly Link[]
  readonly cluster: Cluster
  /** Null where this machine lets nobody mount one. */
  readonly disk: Disk | null
  fillDisk(): Promise<void>
  emptyDisk(): void
  /** As the one before, on the same link. */
  restart(index: number): Promise<void>
  close(): Promise<void>
}

export async function createWorld(): Promise<World> {
  const cluster = await startCluster(1)
  const disk = await mountDisk(`${DISK_MIB}m`).catch(() => null)
  const databaseUrl = new URL(cluster.postgres.url)
  const links = await Promise.all([0, 1, 2].map(() => createLink(Number(databaseUrl.port))))
  const start = (link: Link) => {
    const url = new URL(databaseUrl)
    url.port = String(link.port)
    return cluster.startNode({
      DATABASE_URL: url.href,
      NODE_OPTIONS: `--import=${CLOCK}`,
      CLOCK_JUMP_MS: String(CLOCK_JUMP_MS),
      ...(disk !== null && { DATA_DIR: disk.folder }),
    })
  }
  const nodes = await Promise.all(links.map(start))
  const [first] = cluster.nodes
  first?.signal('SIGTERM')
  await first?.ended
  const filler = disk === null ? null : join(disk.folder, 'filler')

  return {
    nodes,
    links,
    cluster,
    disk,
    async fillDisk() {
      // Written until there is no room: how much that takes is no matter.
      if (filler !== null) await writeFile(filler, new Uint8Array(DISK_MIB * 1024 * 1024)).catch(() => {})
    },
    emptyDisk() {
      if (filler !== null) rmSync(filler, { force: true })
    },
    async restart(index) {
      const link = links[index]
      if (link !== undefined) nodes[index] = await start(link)
    },
    async close() {
      for (const node of nodes) node.signal('SIGKILL')
      await Promise.all(nodes.map(({ ended }) => ended))
      for (const link of links) link.close()
      await disk?.unmount()
      await cluster.close()
    },
  }
}
