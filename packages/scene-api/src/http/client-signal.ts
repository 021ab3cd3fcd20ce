/** Tells work under way that nobody waits for it any more. */
import type { Request, Response } from 'express'

/** The client has gone. Nobody is told: there is nobody left. */
class ClientLeftError extends Error {
  override readonly name = 'ClientLeftError'
  constructor() {
    super('the client left before its request was complete or responded to')
  }
}

/** Aborted when the connection ends before the body has come and the response has gone. */
export function clientSignal(req: Request, res: Response): AbortSignal {
  const controller = new AbortController()
  const onClose = () => {
    if (!res.writableFinished || !req.complete) controller.abort(new ClientLeftError())
  }
  // It may have left while its rights were looked up.
  if (res.closed) onClose()
  else res.once('close', onClose)
  return controller.signal
}
