import { once } from 'node:events'
import { createServer, request as httpRequest, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitBodyRate } from './body-rate.js'

const app = express()
app.use(limitBodyRate('https://scenes.example.com', { windowMs: 100, minBytes: 1000 }))
app.put('/slow', () => {
  // Never reads: the body waits for us.
})
app.put('/', (req, res) => {
  req.resume()
  req.once('end', () => res.end('read'))
})
app.put('/refused', (req, res) => {
  res.status(422).end('no')
  req.resume()
})
const server = createServer(app)
let address: AddressInfo

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = server.address() as AddressInfo
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends a byte now and then until the server closes the connection; returns what it said. */
async function trickle(path: string): Promise<string> {
  const socket = connect(address.port, '127.0.0.1')
  socket.on('error', () => {})
  let response = ''
  socket.on('data', (chunk) => (response += chunk))
  socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n`)
  const sending = setInterval(() => socket.write('x'), 20)
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(sending)
  return response
}

test('refuses a body that trickles, with a reason, and closes the connection', async () => {
  const response = await trickle('/')
  expect(response).toMatch(/^HTTP\/1\.1 408 /)
  expect(response).toContain('"code":"request_timeout"')
  expect(response.toLowerCase()).toContain('connection: close')
})

test('closes the connection of a body that trickles after its response', async () => {
  expect(await trickle('/refused')).toMatch(/^HTTP\/1\.1 422 /)
})

test('lets a body pass that is as fast as it has to be, and one that the server does not read', async () => {
  const chunk = Buffer.alloc(4000)
  const read = httpRequest({ port: address.port, method: 'PUT', path: '/' })
  const sending = setInterval(() => read.write(chunk), 50)
  setTimeout(() => {
    clearInterval(sending)
    read.end()
  }, 500)
  const [response] = (await once(read, 'response')) as [ServerResponse & { statusCode: number }]
  expect(response.statusCode).toBe(200)

  const unread = httpRequest({ port: address.port, method: 'PUT', path: '/slow' })
  const ended: string[] = []
  unread.on('response', () => ended.push('response')).on('error', () => ended.push('error'))
  unread.write(Buffer.alloc(10_000_000))
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(ended).toEqual([])
  unread.destroy()
})
