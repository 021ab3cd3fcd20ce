/** What the nemesis does to the world, and how each is taken back. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './prng.js'
import type { World } from './world.js'

export interface Fault {
  readonly name: string
  /** A node that loses what it had buffered. */
  readonly kills?: number
  begin(): Promise<void>
  end(): Promise<void>
}

type Maker = (world: World, random: Random) => Fault

const nodeKilled: Maker = ({ nodes, restart }, random) => {
  const index = random.between(0, 2)
  return {
    name: `node ${index} killed`,
    kills: index,
    async begin() {
      nodes[index]?.signal('SIGKILL')
      await nodes[index]?.ended
    },
    end: () => restart(index),
  }
}
const nodePaused: Maker = ({ nodes }, random) => {
  const index = random.between(0, 2)
  return {
    name: `node ${index} paused`,
    begin: async () => nodes[index]?.signal('SIGSTOP'),
    end: async () => nodes[index]?.signal('SIGCONT'),
  }
}
const clockJump: Maker = ({ nodes }, random) => {
  const index = random.between(0, 2)
  const jump = async () => nodes[index]?.signal('SIGUSR2')
  return { name: `the clock of node ${index} jumps ten minutes, and back`, begin: jump, end: jump }
}
const cutOff: Maker = ({ links }, random) => {
  const index = random.between(0, 2)
  return {
    name: `node ${index} cut off from the database`,
    begin: async () => links[index]?.cut(),
    end: async () => links[index]?.heal(),
  }
}
const partitioned: Maker = ({ links, namespaces }, random) => {
  const index = random.between(0, 2)
  const namespace = namespaces[index]
  // Without a network of its own: a proxy that lets nothing through, and says nothing.
  return {
    name: `node ${index} partitioned from the database`,
    begin: async () => (namespace ? namespace.partition() : links[index]?.hold()),
    end: async () => (namespace ? namespace.heal() : links[index]?.heal()),
  }
}
const farAway: Maker = ({ links }, random) => {
  const index = random.between(0, 2)
  const milliseconds = random.between(20, 400)
  return {
    name: `node ${index} far away from the database`,
    begin: async () => links[index]?.delay(milliseconds),
    end: async () => links[index]?.heal(),
  }
}
const allCutOff: Maker = ({ links }) => ({
  name: 'all nodes cut off from the database',
  begin: async () => void (await Promise.all(links.map((link) => link.cut()))),
  end: async () => void (await Promise.all(links.map((link) => link.heal()))),
})
const postgresPaused: Maker = ({ database }) => ({
  name: 'PostgreSQL paused',
  begin: () => database.primary().pause(),
  end: () => database.primary().resume(),
})
const postgresEnded: Maker = ({ database }, random) => {
  const how = random.pick(['stop', 'kill'] as const)
  return {
    name: how === 'stop' ? 'PostgreSQL stopped' : 'PostgreSQL killed',
    begin: () => database.primary()[how](),
    end: () => database.primary().start(),
  }
}
const postgresStutters: Maker = ({ database }, random) => {
  const stopMs = random.between(50, 300)
  const state = { on: false, done: Promise.resolve() }
  const stutter = async () => {
    const primary = database.primary()
    while (state.on) {
      await primary.pause()
      await delay(stopMs)
      await primary.resume()
      await delay(100)
    }
  }
  return {
    name: 'PostgreSQL standing still again and again',
    async begin() {
      state.on = true
      state.done = stutter()
    },
    async end() {
      state.on = false
      await state.done
    },
  }
}
const slowDisk: Maker = (world, random) => {
  const writesPerSecond = random.between(5, 50)
  const { database } = world
  if (database.disk() === null) return postgresStutters(world, random)
  return {
    name: 'the disk of PostgreSQL slow',
    begin: async () => database.disk()?.slow(await database.primary().pids(), writesPerSecond),
    end: async () => database.disk()?.speedUp(),
  }
}
const databaseDiskFull: Maker = (world, random) => {
  const { database } = world
  if (database.disk() === null) return postgresEnded(world, random)
  return {
    name: 'the disk of PostgreSQL full',
    begin: async () => database.disk()?.fill(),
    async end() {
      await database.disk()?.empty()
      await database.startEnded()
    },
  }
}
const failover: Maker = ({ database, moveLinks }) => ({
  name: 'failover to the standby',
  async begin() {
    await database.failOver()
    await moveLinks()
  },
  end: () => database.rejoin(),
})
const nodesDiskFull: Maker = (world, random) =>
  world.hasDisk
    ? {
        name: 'the disk of the nodes full',
        begin: world.fillDisk,
        end: async () => world.emptyDisk(),
      }
    : nodePaused(world, random)

/** Two faults of one group would undo each other. */
const MAKERS: readonly (readonly [group: string, Maker])[] = [
  ['node', nodeKilled],
  ['node', nodePaused],
  ['node', clockJump],
  ['link', cutOff],
  ['link', partitioned],
  ['link', farAway],
  ['link', allCutOff],
  ['database', postgresPaused],
  ['database', postgresEnded],
  ['database', postgresStutters],
  ['database', slowDisk],
  ['database', databaseDiskFull],
  ['database', failover],
  ['disk', nodesDiskFull],
]

/** One fault, or two that do not undo each other. */
export function chooseFaults(world: World, random: Random): Fault[] {
  const [group, first] = random.pick(MAKERS)
  const isAlone = random.next() < 0.5
  const [otherGroup, second] = random.pick(MAKERS)
  const makers = isAlone || group === otherGroup ? [first] : [first, second]
  return makers.map((make) => make(world, random))
}
