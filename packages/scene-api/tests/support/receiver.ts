/** A server that webhooks are sent to, and that responds as a test wants. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** Of one path, parsed. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read payloads freely
  payloads(path: string): any[]
  /** How a path responds; without it: 204. */
  respond(path: string, how: (res: ServerResponse, received: Received) => void): void
  close(): void
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const handlers = new Map<string, (res: ServerResponse, received: Received) => void>()
  const server = createServer(async (req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0] as string
    const one = { path, headers: req.headers, body: await text(req) }
    received.push(one)
    const how = handlers.get(path)
    if (how) how(res, one)
    else res.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    received,
    payloads: (path) => received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body)),
    respond: (path, how) => void handlers.set(path, how),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
