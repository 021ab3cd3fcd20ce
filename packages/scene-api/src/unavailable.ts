/** Tells "the database or the store cannot be reached" from a mistake of ours. */

/**
 * States of PostgreSQL that pass: connection exceptions (08), read-only after a failover (25006), an idle transaction
 * ended (25P03), a password or role that is not let in (28) or a database that is not there (3D000) while somebody changes them,
 * serialization failure and deadlock (40), disk, memory or connections used up (53), a lock not had in time (55P03),
 * shutting down, starting up or cut off by a timeout (57), errors of its system (58).
 */
const SQLSTATES = /^(?:08...|25006|25P03|28...|3D000|40...|53...|55P03|57...|58...)$/
/** Another transaction was in the way: the same one, run again, may well succeed. */
const CONFLICTS = /^(?:40001|40P01)$/
/** It cannot be reached, or cannot work: asking at once again is no use. What is a conflict or read-only still reads. */
const AWAY = /^(?!40|25006|55P03)/
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

/** ECONNRESET and EPIPE of the socket; the server's word before it goes (PostgreSQL, appendix A: 57P01, 57P02). */
const LOST_CONNECTION = new Set(['ECONNRESET', 'EPIPE', '57P01', '57P02'])

/** The error in the chain of causes that says so, or null. */
export function findUnavailableCause(error: unknown): Error | null {
  return findCause(error, isUnavailable)
}

/** The database was asked and did not do it, because of another transaction: nothing of this one is left. */
export function isConflict(error: unknown): boolean {
  return findCause(error, ({ code }) => typeof code === 'string' && CONFLICTS.test(code)) !== null
}

/** A connection that was open is not any more. It says so with its next query, however well the database is by then. */
export function isLostConnection(error: unknown): boolean {
  return (
    findCause(
      error,
      ({ code, message }) =>
        message.startsWith('Connection terminated unexpectedly') ||
        (typeof code === 'string' && LOST_CONNECTION.has(code)),
    ) !== null
  )
}

/** Nobody else would be served either: it is away, and not only busy with something. */
export function isAway(error: unknown): boolean {
  const cause: CodedError | null = findUnavailableCause(error)
  return cause !== null && (typeof cause.code !== 'string' || AWAY.test(cause.code))
}

type CodedError = Error & { readonly code?: unknown }

function isUnavailable({ code, name, message }: CodedError): boolean {
  if (typeof code === 'string' && (SQLSTATES.test(code) || SYSTEM_CODES.has(code))) return true
  return SYSTEM_CODES.has(name) || POOL_MESSAGES.test(message)
}

function findCause(error: unknown, matches: (error: CodedError) => boolean): Error | null {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 8;
    current = current.cause, depth++
  ) {
    if (matches(current)) return current
    if (current instanceof AggregateError) {
      const found = current.errors.map((each) => findCause(each, matches)).find((found) => found !== null)
      if (found) return found
    }
  }
  return null
}
