import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { freePort } from '@vectreal/test-kit'
import { afterEach, describe, expect, test } from 'vitest'
import { close, listen } from './listen.js'

const sendDone: RequestListener = (_req, res) => void res.end('done')
/** As a balancer's: it keeps its connection open. */
let agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterEach(() => {
  agent.destroy()
  agent = new Agent({ keepAlive: true, maxSockets: 1 })
})

async function open(listener: RequestListener) {
  const server = await listen(listener, {
    host: '127.0.0.1',
    port: await freePort(),
    what: 'the test',
    headers: ['X-Every', 'response'],
  })
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
  test('responds once more on a connection that was kept open, and says that it is the last time', async () => {
    const { server, ask } = await open(sendDone)
    expect((await ask()).headers.connection).toBe('keep-alive')
    const closed = close(server, { idleMs: 5000, graceMs: 10_000 })
    expect(await ask()).toMatchObject({ statusCode: 200, headers: { connection: 'close' } })
    await closed
  })

  test('takes no new connection', async () => {
    const { server, ask } = await open(sendDone)
    await ask()
    const closed = close(server, { idleMs: 100, graceMs: 10_000 })
    agent.destroy()
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await closed
  })

  test('does not wait for a connection that stays idle', async () => {
    const { server, ask } = await open(sendDone)
    await ask()
    await close(server, { idleMs: 50, graceMs: 60_000 })
    expect(server.listening).toBe(false)
  })

  test('finishes a response under way, and cuts one that takes longer than it has', async () => {
    const slow = await open((_req, res) => void setTimeout(() => res.end('done'), 200))
    const accepted = slow.ask()
    await once(slow.server, 'request')
    await close(slow.server, { idleMs: 0, graceMs: 10_000 })
    expect((await accepted).statusCode).toBe(200)

    const endless = await open(() => {})
    const cut = endless.ask().catch((error: NodeJS.ErrnoException) => error.code)
    await once(endless.server, 'request')
    await close(endless.server, { idleMs: 0, graceMs: 100 })
    expect(await cut).toBe('ECONNRESET')
  })
})

describe('what Node refuses before the app sees it', () => {
  test.each([
    ['no HTTP', 'FOO\r\n\r\n', 400],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['headers that are too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'an unknown expectation',
      'GET / HTTP/1.1\r\nHost: a\r\nExpect: other\r\nConnection: close\r\n\r\n',
      417,
    ],
  ])('carries the headers of every response: %s', async (_what, sent, status) => {
    const { server } = await open((_req, res) => void res.setHeader('X-Every', 'response').end('done'))
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(sent)
    const received = await text(socket)
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(received).toContain('\r\nX-Every: response\r\n')
    await close(server, { idleMs: 0, graceMs: 0 })
  })

  test('also where requests that are none follow on a connection that was used', async () => {
    const { server } = await open((_req, res) => void res.setHeader('X-Every', 'response').end('done'))
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'data')
    socket.write('FOO\r\n\r\n')
    const received = await text(socket)
    expect(received).toMatch(/^HTTP\/1\.1 400 /)
    expect(received).toContain('\r\nX-Every: response\r\n')
    await close(server, { idleMs: 0, graceMs: 0 })
  })
})
