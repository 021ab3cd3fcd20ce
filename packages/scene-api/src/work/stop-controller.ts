import { setMaxListeners } from 'node:events'

/** For work that goes on as long as the process: every job that waits listens to its signal, and Node takes more than ten for a leak. */
export function createStopController(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}
