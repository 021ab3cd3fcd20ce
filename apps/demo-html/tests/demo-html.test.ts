import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDemoHtml } from '../src/main.js'

let server: Server
let origin: string

beforeAll(async () => {
  const app = createDemoHtml({
    platformUrl: 'http://localhost:4400/',
    scenes: [
      { id: 'first', name: 'Race <car> & "more"' },
      { id: 'second', name: 'Sedan' },
    ],
    apiKey: 'vctrl_key',
  })
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('the page carries one script tag and an element for each scene', async () => {
  const html = await (await fetch(origin)).text()
  expect(html.match(/<script[^>]*>/g)).toEqual(['<script async src="http://localhost:4400/embed/v1.js">'])
  expect(
    html.match(/<vectreal-scene [^>]*scene-id="(?:first|second)"[^>]*api-key="vctrl_key"/g),
  ).toHaveLength(2)
})

test('a scene name is text, whatever it holds', async () => {
  const html = await (await fetch(origin)).text()
  expect(html).toContain('Race &lt;car&gt; &amp; &quot;more&quot;')
  expect(html).not.toContain('<car>')
})

test('the policy allows the platform and nobody else', async () => {
  const policy = (await fetch(origin)).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy.match(/https?:\/\/[^ ;]+/g)?.filter((source) => source !== 'http://localhost:4400')).toEqual(
    [],
  )
})

test('the page that shows a refusal does not carry the key', async () => {
  expect(await (await fetch(`${origin}/refused`)).text()).not.toContain('vctrl_key')
})
