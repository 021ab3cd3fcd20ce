/**
 * Ends the responses of one turn of the event loop together. Whoever reads them, a proxy on this machine most of the time, is
 * then woken once for all of them: waking it can cost as much as the rest of a verified request.
 */
import type { ServerResponse } from 'node:http'

let waiting: (() => void)[] = []

/** Ends `res` before the event loop waits again. */
export function endTogether(res: ServerResponse, body: string | undefined): void {
  if (waiting.length === 0) setImmediate(endAll)
  waiting.push(() => res.end(body))
}

function endAll(): void {
  const taken = waiting
  waiting = []
  for (const end of taken) end()
}
