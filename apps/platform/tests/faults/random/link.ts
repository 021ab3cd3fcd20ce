/** The network between one node and the database, as seen by whoever breaks it. Each order is obeyed once it resolves. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('./link-process.mjs', import.meta.url))

export interface Link {
  readonly host: string
  readonly port: number
  /** Ends what is open and refuses what comes. */
  cut(): Promise<void>
  /** Nothing gets through, and nobody is told. */
  hold(): Promise<void>
  delay(milliseconds: number): Promise<void>
  heal(): Promise<void>
  /** To where the database is now. Ends what is open. */
  lead(databasePort: number): Promise<void>
  close(): Promise<void>
}

export async function createLink(databasePort: number, host: string): Promise<Link> {
  const child = fork(PROGRAM, [host], { execArgv: [] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const waiting = new Map<number, () => void>()
  let last = 0
  child.on('message', ({ id }: { id: number }) => waiting.get(id)?.())
  const tell = (order: string, value?: number) =>
    new Promise<void>((resolve) => {
      last += 1
      waiting.set(last, resolve)
      child.send({ id: last, order, value })
    })
  await tell('lead', databasePort)
  return {
    host,
    port,
    cut: () => tell('cut'),
    hold: () => tell('hold'),
    delay: (milliseconds) => tell('delay', milliseconds),
    heal: () => tell('heal'),
    lead: (to) => tell('lead', to),
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
