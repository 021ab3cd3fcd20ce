/** Embeds of a process that has much to do. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPool } from '../src/db/database.js'
import { createEmbedPool } from '../src/embed/embed-pool.js'
import { createFixture, type Fixture, keyed, raw } from './support/embed.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
})
afterAll(() => platform.close())

const model = (headers: Record<string, string> = {}) =>
  raw(`${platform.url}/api/scenes/${own.scene.id}/model`, { headers: { ...keyed(own.token), ...headers } })

test('many downloads at once arrive whole, none of them refused', async () => {
  const responses = await Promise.all(Array.from({ length: 200 }, () => model()))
  expect(responses.filter(({ status, bytes }) => status !== 200 || !bytes.equals(own.scene.model))).toEqual(
    [],
  )
})

test('what is asked for again and again comes from memory, in part as well', async () => {
  for (let times = 0; times < 3; times += 1) await model()
  await platform.app.context.storage.remove(own.scene.sha256)
  expect((await model()).bytes.equals(own.scene.model)).toBe(true)
  const part = await model({ Range: 'bytes=10-29' })
  expect(part).toMatchObject({ status: 206, headers: { 'content-length': '20' } })
  expect(part.bytes.equals(own.scene.model.subarray(10, 30))).toBe(true)
})

test('a process that was held up while it connected does not take the database for away', async () => {
  const { logger } = platform.app.context
  const general = createPool(platform.databaseUrl, logger)
  const pool = createEmbedPool(general, logger, 'session')
  const response = pool.query('select 1 as one')
  const until = performance.now() + 3500
  while (performance.now() < until) continue
  expect((await response).rows).toEqual([{ one: 1 }])
  await Promise.all([pool.end(), general.end()])
})

test('a server that accepts and says nothing is noticed all the same', async () => {
  const { logger } = platform.app.context
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const general = createPool(`postgres://nobody@127.0.0.1:${port}/none`, logger)
  const pool = createEmbedPool(general, logger, 'session')
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  silent.close()
  await general.end()
})
