/** Passes a question of one worker to all others, and their responses back. */
import type { PeerQuestion } from '@vectreal/scene-api'

interface Call<Worker, Result> {
  readonly from: Worker
  readonly id: number
  readonly awaited: Set<Worker>
  readonly responses: Result[]
  readonly late: NodeJS.Timeout
}

export interface SwitchboardPorts<Worker, Result> {
  ask(worker: Worker, id: number, question: PeerQuestion): void
  respond(worker: Worker, id: number, responses: readonly Result[]): void
}

export interface Question {
  /** The asker's own number for it. */
  readonly id: number
  readonly question: PeerQuestion
  /** After that long the responses that have come are all there are. */
  readonly withinMs: number
}

/** A worker that is gone is not waited for: what it knew is gone with it. */
export function createSwitchboard<Worker, Result>(ports: SwitchboardPorts<Worker, Result>) {
  const workers = new Set<Worker>()
  const calls = new Map<number, Call<Worker, Result>>()
  let lastId = 0

  function end(number: number): void {
    const call = calls.get(number)
    if (call === undefined) return
    calls.delete(number)
    clearTimeout(call.late)
    ports.respond(call.from, call.id, call.responses)
  }

  function settle(number: number, worker: Worker): void {
    const call = calls.get(number)
    if (call?.awaited.delete(worker) && call.awaited.size === 0) end(number)
  }

  return {
    add: (worker: Worker) => void workers.add(worker),
    remove(worker: Worker) {
      workers.delete(worker)
      for (const number of calls.keys()) settle(number, worker)
    },
    ask(from: Worker, { id, question, withinMs }: Question) {
      const number = ++lastId
      const awaited = new Set([...workers].filter((worker) => worker !== from))
      calls.set(number, { from, id, awaited, responses: [], late: setTimeout(() => end(number), withinMs) })
      for (const worker of awaited) ports.ask(worker, number, question)
      if (awaited.size === 0) end(number)
    },
    take(worker: Worker, number: number, response: Result) {
      calls.get(number)?.responses.push(response)
      settle(number, worker)
    },
  }
}
