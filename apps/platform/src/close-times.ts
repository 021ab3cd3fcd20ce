/** How long closing a server may take. */
import type { Settings } from './settings.js'

/** Enough for every connection that a busy balancer keeps open to be used, and ended, once more. */
const LAST_REQUESTS_MS = 2000

/** Whether other nodes can serve what this one no longer does. */
export const isOneOfSeveral = ({ mode, databaseUrl }: Settings): boolean =>
  mode === 'serve' && databaseUrl !== null

export const closeTimes = (settings: Settings) => ({
  idleMs: isOneOfSeveral(settings) ? LAST_REQUESTS_MS : 0,
  graceMs: settings.shutdownSeconds * 1000,
})
