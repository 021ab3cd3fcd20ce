/** Works off what waits in the database, a few at a time, on every node that has time for it. */
import type { Logger } from 'pino'
import { createStopController } from './stop-controller.js'

/** What other processes took in is found by asking: one query on an index of what waits. */
const POLL_MS = 10_000
/** Organizations whose turns are remembered: with more of them waiting, those that wait longest come first. */
const MAX_TURNS = 1000

/** What was taken from the database, for as long as its lease runs. */
interface Claim {
  readonly organizationId: string
}

interface ClaimedWorkOptions<Claimed extends Claim> {
  /** For the log: what stops until the next round where the database fails. */
  readonly name: string
  readonly logger: Logger
  /** 0: this process takes nothing. */
  readonly atOnce: number
  /** Takes the next one: first of organizations that are not in `turns`, then of those that come earlier there. */
  claim(turns: readonly string[]): Promise<Claimed | null>
  /** Does it, and writes down what came of it. */
  attempt(claimed: Claimed, signal: AbortSignal): Promise<void>
  /** Called in every round. */
  tidy(): Promise<unknown>
}

export interface ClaimedWork {
  /** Something waits. */
  wake(): void
  /** Resolves once nothing waits that this process could take. */
  idle(): Promise<void>
  /** Ends what runs; it is free for others at once. */
  close(): Promise<void>
}

/** `turns` with the organization at their end. */
export const afterTurn = (turns: readonly string[], organizationId: string): readonly string[] =>
  [...turns.filter((id) => id !== organizationId), organizationId].slice(-MAX_TURNS)

export function workOffClaims<Claimed extends Claim>({
  name,
  logger,
  atOnce,
  claim,
  attempt,
  tidy,
}: ClaimedWorkOptions<Claimed>): ClaimedWork {
  const stopping = createStopController()
  const running = new Set<Promise<void>>()
  /** Organizations in the order in which they had their last turn. */
  let turns: readonly string[] = []
  let isWoken = false

  function wake(): void {
    isWoken = true
    while (running.size < atOnce && !stopping.signal.aborted) {
      const lane = workOff().finally(() => running.delete(lane))
      running.add(lane)
    }
  }

  async function workOff(): Promise<void> {
    try {
      for (;;) {
        stopping.signal.throwIfAborted()
        // Somebody may call while the database is saying that there is nothing.
        isWoken = false
        const claimed = await claim(turns)
        if (claimed === null && !isWoken) return
        if (claimed === null) continue
        turns = afterTurn(turns, claimed.organizationId)
        await attempt(claimed, stopping.signal)
      }
    } catch (error) {
      if (!stopping.signal.aborted) logger.warn({ err: error }, `${name} stopped until the next round`)
    }
  }

  const timer = setInterval(() => {
    tidy().catch(() => undefined)
    wake()
  }, POLL_MS)
  timer.unref()
  if (atOnce === 0) clearInterval(timer)

  return {
    wake,
    async idle() {
      await Promise.all(running)
      wake()
      await Promise.all(running)
    },
    async close() {
      clearInterval(timer)
      stopping.abort()
      await Promise.all(running)
    },
  }
}
