/** `requireApiKey`, and the whole API, in an Express app of someone else's. */
import { createServer, type Server } from 'node:http'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireApiKey } from '../src/index.js'
import { createFixture, type Fixture, keyed, raw, SITE } from './support/embed.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let server: Server
let root: string
let url: string

beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
  const app = express()
  app.all('/annotations/:sceneId', requireApiKey({ api: platform.app }), (_req, res) => {
    res.json(res.locals['vectreal'])
  })
  app.use(platform.app)
  app.use((_req, res) => void res.status(404).send('of the other app'))
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  root = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  url = `${root}/annotations`
})
afterAll(async () => {
  server.close()
  await platform.close()
})

test('lets a request with a key pass and says whose it is', async () => {
  const response = await raw(`${url}/${own.scene.id}`, { headers: keyed(own.token) })
  expect([response.status, response.body]).toEqual([
    200,
    { keyId: own.keyId, organizationId: own.org, projectId: own.project, sceneId: own.scene.id },
  ])
  expect(response.headers['access-control-allow-origin']).toBe(SITE)
})

test('refuses every other one itself', async () => {
  const responses = await Promise.all([
    raw(`${url}/${own.scene.id}`),
    raw(`${url}/${own.scene.id}`, { headers: keyed(own.token, 'https://evil.example.net') }),
    raw(`${url}/${own.otherScene.id}`, { headers: keyed(own.token, 'https://other.example.com') }),
    raw(`${url}/nothing`, { headers: keyed(own.token) }),
    raw(`${url}/${own.scene.id}`, { method: 'OPTIONS', headers: { Origin: SITE } }),
  ])
  expect(responses.map(({ status, body }) => [status, body.code])).toEqual([
    [401, 'missing_token'],
    [403, 'domain_not_allowed'],
    [403, 'project_out_of_scope'],
    [404, 'scene_not_found'],
    [204, undefined],
  ])
})

test('responds at the root of another app as it does by itself, and leaves the rest to that app', async () => {
  const ask = async (at: string) => {
    const responses = await Promise.all([
      raw(`${at}/api/scenes/${own.scene.id}`, { headers: keyed(own.token) }),
      raw(`${at}/api/scenes/${own.scene.id}/model`, { headers: { ...keyed(own.token), Range: 'bytes=0-9' } }),
      raw(`${at}/api/scenes/${own.scene.id}`, { method: 'OPTIONS', headers: { Origin: SITE } }),
      raw(`${at}/api/scenes/${own.scene.id}`, { method: 'PUT' }),
      raw(`${at}/posters/none`),
      raw(`${at}/healthz`),
    ])
    return responses.map(({ status, headers, body }) => [
      status,
      headers['content-type'],
      headers['x-content-type-options'],
      body?.code,
    ])
  }
  const [within, alone] = await Promise.all([ask(root), ask(platform.url)])
  expect(within.map(([status]) => status)).toEqual([200, 206, 204, 404, 404, 200])
  expect(within.toSpliced(4, 1)).toEqual(alone.toSpliced(4, 1))
  expect((await raw(`${root}/posters/none`)).body).toBe('of the other app')
})
