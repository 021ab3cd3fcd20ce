import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freePort } from '@vectreal/test-kit'
import { afterEach, describe, expect, test } from 'vitest'
import { close, listen } from './listen.js'

const answer: RequestListener = (_req, res) => void res.end('done')
/** As a balancer's: it keeps its connection open. */
let agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterEach(() => {
  agent.destroy()
  agent = new Agent({ keepAlive: true, maxSockets: 1 })
})

async function open(listener: RequestListener) {
  const server = await listen(listener, { host: '127.0.0.1', port: await freePort(), what: 'the test' })
  const { port } = server.address() as AddressInfo
  return { server, ask: () => post(port) }
}

async function post(port: number): Promise<IncomingMessage> {
  const sent = request({ host: '127.0.0.1', port, method: 'POST', agent }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  // The agent has its connection back only now.
  await new Promise(setImmediate)
  return response
}

describe('a server that closes', () => {
  test('answers once more on a connection that was kept open, and says that it is the last time', async () => {
    const { server, ask } = await open(answer)
    expect((await ask()).headers.connection).toBe('keep-alive')
    const closed = close(server, { idleMs: 5000, graceMs: 10_000 })
    expect(await ask()).toMatchObject({ statusCode: 200, headers: { connection: 'close' } })
    await closed
  })

  test('takes no new connection', async () => {
    const { server, ask } = await open(answer)
    await ask()
    const closed = close(server, { idleMs: 100, graceMs: 10_000 })
    agent.destroy()
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await closed
  })

  test('does not wait for a connection that stays idle', async () => {
    const { server, ask } = await open(answer)
    await ask()
    await close(server, { idleMs: 50, graceMs: 60_000 })
    expect(server.listening).toBe(false)
  })

  test('finishes an answer under way, and cuts one that takes longer than it has', async () => {
    const slow = await open((_req, res) => void setTimeout(() => res.end('done'), 200))
    const answered = slow.ask()
    await once(slow.server, 'request')
    await close(slow.server, { idleMs: 0, graceMs: 10_000 })
    expect((await answered).statusCode).toBe(200)

    const endless = await open(() => {})
    const cut = endless.ask().catch((error: NodeJS.ErrnoException) => error.code)
    await once(endless.server, 'request')
    await close(endless.server, { idleMs: 0, graceMs: 100 })
    expect(await cut).toBe('ECONNRESET')
  })
})
