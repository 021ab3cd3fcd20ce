/**
 * A network namespace for one node: a wire to its clients and one to its database, which can be pulled. Packets are then
 * lost without a word, as in a partition. Takes root.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface Namespace {
  readonly name: string
  /** The node's own address, for its clients. */
  readonly address: string
  /** The host's end of the wire to the database: what the node connects to. */
  readonly databaseHost: string
  partition(): Promise<void>
  heal(): Promise<void>
  remove(): Promise<void>
}

const run = promisify(execFile)
const ip = (...args: string[]) => run('ip', args)

/** Null where this machine lets nobody make one. */
export async function createNamespace(index: number): Promise<Namespace | null> {
  const id = `vf${process.pid % 100_000}${index}`
  const [front, back] = [`${id}f`, `${id}b`]
  // 198.18.0.0/15 is set aside for tests of networks (RFC 2544).
  const subnet = `198.18.${process.pid % 256}`
  const at = (host: number) => `${subnet}.${index * 8 + host}`
  try {
    await ip('netns', 'add', id)
    for (const [wire, host, inside] of [
      [front, 1, 2],
      [back, 5, 6],
    ] as const) {
      await ip('link', 'add', wire, 'type', 'veth', 'peer', 'name', `${wire}i`, 'netns', id)
      await ip('addr', 'add', `${at(host)}/30`, 'dev', wire)
      await ip('link', 'set', wire, 'up')
      await ip('-n', id, 'addr', 'add', `${at(inside)}/30`, 'dev', `${wire}i`)
      await ip('-n', id, 'link', 'set', `${wire}i`, 'up')
    }
    await ip('-n', id, 'link', 'set', 'lo', 'up')
  } catch {
    await ip('netns', 'delete', id).catch(() => {})
    return null
  }
  return {
    name: id,
    address: at(2),
    databaseHost: at(5),
    partition: async () => void (await ip('link', 'set', back, 'down')),
    heal: async () => void (await ip('link', 'set', back, 'up')),
    remove: async () => void (await ip('netns', 'delete', id)),
  }
}
