/** How calls of the typed client end. */
import { ManagementError } from '../../src/client/index.js'

/** What a call is refused with; a call that succeeds fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<ManagementError> {
  const outcome = await call.catch((error: unknown) => error)
  if (outcome instanceof ManagementError) return outcome
  throw outcome instanceof Error ? outcome : new Error('the call was not refused')
}

/** Of calls at once, in any order: `done`, or status and code of the refusal. */
export async function outcomesOf(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const outcomes = await Promise.all(
    calls.map((call) =>
      call.then(
        () => 'done',
        (error: unknown) => {
          if (error instanceof ManagementError) return `${error.status} ${error.code}`
          throw error
        },
      ),
    ),
  )
  return outcomes.toSorted()
}
