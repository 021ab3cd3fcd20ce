/** Batches lookups that arrive while others are under way, so that one round trip serves many of them. */
import { OverloadError } from './overload-error.js'

/** Enough that one slow round trip does not hold up the rest; few enough that busy moments make large batches. */
const LANES = 3
const MAX_BATCH = 200
/** Seconds of work for the database: whoever comes after that is told at once. */
const MAX_WAITING = 20_000

interface Waiting<Question, Result> {
  readonly question: Question
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Each question goes out after it was asked: at once where a lane is free, otherwise with all the others that wait.
 * `askAll` returns results in the order of the questions; its failure is everyone's in that batch.
 */
export function batchLookups<Question, Result>(
  askAll: (questions: readonly Question[]) => Promise<readonly Result[]>,
): (question: Question) => Promise<Result> {
  const queue: Waiting<Question, Result>[] = []
  let running = 0

  async function runLane(): Promise<void> {
    running += 1
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH)
      try {
        const results = await askAll(batch.map(({ question }) => question))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running -= 1
  }

  return (question) =>
    new Promise((resolve, reject) => {
      if (queue.length >= MAX_WAITING) {
        reject(new OverloadError(`${MAX_WAITING} lookups wait`))
        return
      }
      queue.push({ question, resolve, reject })
      if (running < LANES) void runLane()
    })
}
