/** Tells "the database or the store cannot be reached" from a mistake of ours. */

/** PostgreSQL: connection exceptions, too many connections, shutting down, starting up, statement timeout. */
const SQLSTATES = /^(?:08...|53300|57P0[1-5]|57014|25P03)$/
/** Of the network, and of a disk that is full. */
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EDQUOT',
  'ENOSPC',
  'EPIPE',
  'ETIMEDOUT',
  'TimeoutError',
  'storage_unavailable',
])
/** node-postgres gives these no code. */
const POOL_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Client was closed)/

/** The error in the chain of causes that says so, or null. */
export function findUnavailableCause(error: unknown): Error | null {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 8;
    current = current.cause, depth++
  ) {
    const { code, name } = current as { code?: unknown; name?: string }
    if (typeof code === 'string' && (SQLSTATES.test(code) || SYSTEM_CODES.has(code))) return current
    if ((name !== undefined && SYSTEM_CODES.has(name)) || POOL_MESSAGES.test(current.message)) return current
    if (current instanceof AggregateError) {
      const found = current.errors.map(findUnavailableCause).find((found) => found !== null)
      if (found) return found
    }
  }
  return null
}
