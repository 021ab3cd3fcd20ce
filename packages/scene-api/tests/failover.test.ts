/** A primary that dies under load, its standby in its place, and the old primary that comes back. */
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createDatabase, freePort, type PostgresPair, startPostgresPair } from '@vectreal/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateDatabase } from '../src/index.js'
import { addNode, createFixture, type Fixture, keyed, raw, type TestNode } from './support/embed.js'
import { createKey, revokeKey } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const WITHIN = { timeout: 30_000, interval: 100 }

/** The address that nodes know: it leads to one server at a time, and cuts what leads elsewhere. */
async function createAddress(target: number) {
  const port = await freePort()
  const open = new Set<Socket>()
  let leadsTo = target
  const server: Server = createServer((client) => {
    const upstream = connect(leadsTo, '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    moveTo(next: number) {
      leadsTo = next
      for (const socket of open) socket.destroy()
    },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

let pair: PostgresPair
let address: Awaited<ReturnType<typeof createAddress>>
let platform: TestPlatform
let node: TestNode
let own: Fixture

beforeAll(async () => {
  pair = await startPostgresPair()
  address = await createAddress(pair.primary.port)
  const { url } = await createDatabase(pair.primary.url)
  const databaseUrl = url.replace(`:${pair.primary.port}/`, `:${address.port}/`)
  await migrateDatabase(databaseUrl)
  const options = { databaseUrl, keyCacheTtlMs: 300, authFailureLimit: 1_000_000, singleProcess: false }
  platform = await startPlatform(options)
  node = await addNode(platform, options)
  own = await createFixture(platform)
})
afterAll(async () => {
  await node.close()
  await platform.close()
  address.close()
  await pair.stop()
})

const nodes = () => [platform.url, node.url]
const load = async (url: string, token: string) => {
  const { status, body } = await raw(`${url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })
  return [status, body.code]
}
const revoke = (keyId: string) => revokeKey(own.owner, own.org, keyId)
const readiness = () => Promise.all(nodes().map(async (url) => (await raw(`${url}/readyz`)).status))

test('a revoke succeeds and is true on every node, or refused, before, during and after a failover', async () => {
  const [before, during, kept] = await Promise.all(
    Array.from({ length: 3 }, () => createKey(own.owner, own.org, [own.project])),
  )
  if (!before || !during || !kept) throw new Error('no keys')
  for (const url of nodes()) {
    for (const { token } of [before, during, kept]) expect(await load(url, token)).toEqual([200, undefined])
  }
  const accepted: unknown[] = []
  const watching = new AbortController()
  const watch = Promise.all(
    nodes().map(async (url) => {
      while (!watching.signal.aborted) {
        const [status] = await load(url, before.token)
        if (status === 200) accepted.push([url, status])
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }),
  )
  const watchFrom = async () => {
    await revoke(before.keyId)
    accepted.length = 0
  }
  await watchFrom()

  await pair.primary.kill()
  await expect(revoke(during.keyId)).rejects.toMatchObject({ status: 503, code: 'temporarily_unavailable' })
  await expect.poll(readiness, WITHIN).toEqual([503, 503])

  await pair.promote()
  address.moveTo(pair.standby.port)
  await expect.poll(readiness, WITHIN).toEqual([200, 200])
  for (const url of nodes()) {
    expect(await load(url, before.token)).toEqual([401, 'key_revoked'])
    // It was refused, so it has not happened.
    expect(await load(url, during.token)).toEqual([200, undefined])
    expect(await load(url, kept.token)).toEqual([200, undefined])
  }
  await revoke(during.keyId)
  for (const url of nodes()) expect(await load(url, during.token)).toEqual([401, 'key_revoked'])

  await pair.primary.start()
  await revoke(kept.keyId)
  for (const url of nodes()) {
    for (const { token } of [before, during, kept])
      expect(await load(url, token)).toEqual([401, 'key_revoked'])
  }
  watching.abort()
  await watch
  expect(accepted).toEqual([])
})

test('a node whose commits wait for a standby that does not come is not ready', async () => {
  // The server in charge waits for a standby that does not come.
  const { pool } = platform.app.context
  await pool.query("alter system set synchronous_standby_names = 'nobody'")
  await pool.query('select pg_reload_conf()')
  await expect.poll(readiness, WITHIN).toEqual([503, 503])
  await pool.query('alter system reset synchronous_standby_names')
  await pool.query('select pg_reload_conf()')
  await expect.poll(readiness, WITHIN).toEqual([200, 200])
})
