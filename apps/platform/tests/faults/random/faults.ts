/** What the nemesis does to the world, and how each is taken back. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './prng.js'
import type { World } from './world.js'

export interface Fault {
  readonly name: string
  /** A node that loses what it had gathered. */
  readonly kills?: number
  begin(): Promise<void>
  end(): Promise<void>
}

type Maker = (world: World, random: Random) => Fault

const MAKERS: readonly Maker[] = [
  ({ nodes, restart }, random) => {
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
  },
  ({ nodes }, random) => {
    const index = random.between(0, 2)
    return {
      name: `node ${index} paused`,
      begin: async () => nodes[index]?.signal('SIGSTOP'),
      end: async () => nodes[index]?.signal('SIGCONT'),
    }
  },
  ({ nodes }, random) => {
    const index = random.between(0, 2)
    const jump = async () => nodes[index]?.signal('SIGUSR2')
    return { name: `the clock of node ${index} jumps ten minutes, and back`, begin: jump, end: jump }
  },
  ({ links }, random) => {
    const index = random.between(0, 2)
    const how = random.pick(['cut', 'hold'] as const)
    return {
      name: `node ${index} ${how === 'cut' ? 'cut off' : 'held off'} from the database`,
      begin: async () => links[index]?.[how](),
      end: async () => links[index]?.mend(),
    }
  },
  ({ links }, random) => {
    const index = random.between(0, 2)
    const milliseconds = random.between(20, 400)
    return {
      name: `node ${index} ${milliseconds} ms away from the database`,
      begin: async () => links[index]?.delay(milliseconds),
      end: async () => links[index]?.mend(),
    }
  },
  ({ links }) => ({
    name: 'all nodes cut off from the database',
    begin: async () => {
      for (const link of links) link.cut()
    },
    end: async () => {
      for (const link of links) link.mend()
    },
  }),
  ({ cluster: { postgres } }) => ({
    name: 'PostgreSQL paused',
    begin: () => postgres.pause(),
    end: () => postgres.resume(),
  }),
  ({ cluster: { postgres } }, random) => {
    const how = random.pick(['stop', 'kill'] as const)
    return {
      name: how === 'stop' ? 'PostgreSQL stopped' : 'PostgreSQL killed',
      begin: () => postgres[how](),
      end: () => postgres.start(),
    }
  },
  ({ cluster: { postgres } }, random) => {
    const stopMs = random.between(50, 300)
    const state = { on: false, done: Promise.resolve() }
    const stutter = async () => {
      while (state.on) {
        await postgres.pause()
        await delay(stopMs)
        await postgres.resume()
        await delay(100)
      }
    }
    return {
      // The nearest to a slow disk that needs no device of one's own.
      name: `PostgreSQL standing still for ${stopMs} ms at a time`,
      async begin() {
        state.on = true
        state.done = stutter()
      },
      async end() {
        state.on = false
        await state.done
      },
    }
  },
  ({ fillDisk, emptyDisk, disk }) => ({
    name: disk === null ? 'nothing (no disk can be mounted here)' : 'the disk of the nodes full',
    begin: fillDisk,
    end: async () => emptyDisk(),
  }),
]

/** One fault, or two that do not undo each other. */
export function chooseFaults(world: World, random: Random): Fault[] {
  const first = random.between(0, MAKERS.length - 1)
  const count = random.between(1, 2)
  const second = (first + random.between(1, MAKERS.length - 1)) % MAKERS.length
  const indexes = count === 1 || !isCompatible(first, second) ? [first] : [first, second]
  return indexes.map((index) => (MAKERS[index] as Maker)(world, random))
}

/** Node, node, clock, link, link, links; then the database three times; then the disk. */
const GROUPS = ['node', 'node', 'node', 'link', 'link', 'link', 'database', 'database', 'database', 'disk']
const isCompatible = (one: number, other: number) => GROUPS[one] !== GROUPS[other]
