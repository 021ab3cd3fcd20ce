import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPages } from './pages.js'

const server = createServer(
  createPages({
    sourceUrl: 'https://example.com/source',
    publicUrl: 'https://3d.shop.example',
    port: 5000,
    logger: pino({ level: 'silent' }),
  }),
)
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('/operator leads to the operator’s page', async () => {
  const { port } = server.address() as AddressInfo
  const { status, headers } = await fetch(`http://127.0.0.1:${port}/operator`, { redirect: 'manual' })
  expect([status, headers.get('location')]).toEqual([302, '/dashboard/operator'])
})

test.each([
  '/docs/%',
  '/docs/assets/%',
  '/dashboard/%',
  '/dashboard/assets/%00',
  '/dashboard/assets/..%2findex.html',
  '/dashboard/assets/nothing.js',
  '/nothing',
])('%s is a page that is not there, and tells nothing of this machine', async (path) => {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  expect([response.status, await response.text()]).toEqual([404, 'There is no such page.\n'])
})
