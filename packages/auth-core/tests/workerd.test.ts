/** The same code in an edge runtime: the worker of `examples/worker` guards files in a bucket, in Cloudflare's workerd. */
import { readFile } from 'node:fs/promises'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateApiKey } from '../src/api-key.js'
import { signVisitorToken } from '../src/sign.js'
import { generateSigningKey } from '../src/signature.js'
import { bundle } from './bundle.js'

const EXAMPLE = new URL('../../../examples/worker/src/index.mjs', import.meta.url)
const SHOP = 'https://shop.example.com'

let worker: Miniflare
let url: URL
let keys: Record<'own' | 'strange', { publicKey: string; privateKey: string }>

beforeAll(async () => {
  keys = { own: await generateSigningKey(), strange: await generateSigningKey() }
  worker = new Miniflare({
    modules: true,
    script: await bundle(await readFile(EXAMPLE, 'utf8')),
    compatibilityDate: '2026-04-01',
    r2Buckets: ['FILES'],
    bindings: {
      SIGNING_KEYS: JSON.stringify({ own: keys.own.publicKey }),
      ALLOWED_DOMAINS: JSON.stringify([SHOP, 'pr-*.preview.example.com']),
    },
  })
  url = await worker.ready
  // Its own type needs the declarations of workers, which clash with those of Node.
  const bucket = (await worker.getR2Bucket('FILES')) as unknown as {
    put(name: string, text: string): Promise<unknown>
  }
  await bucket.put('chair/manual.pdf', 'how to sit')
  await bucket.put('table/manual.pdf', 'how to eat')
})
afterAll(() => worker.dispose())

async function read(token: string | null, { file = 'chair/manual.pdf', origin = SHOP } = {}) {
  const response = await fetch(new URL(`/files/${file}`, url), {
    headers: { Origin: origin, ...(token !== null && { Authorization: `Bearer ${token}` }) },
  })
  const text = await response.text()
  return response.status === 200 ? text : `${response.status} ${JSON.parse(text).code}`
}

const sign = (rest: object = {}) =>
  signVisitorToken({
    signingKeyId: 'own',
    privateKey: keys.own.privateKey,
    sceneId: 'chair',
    ...rest,
  } as Parameters<typeof signVisitorToken>[0])

describe('a worker that guards files', () => {
  test('opens those of the scene that a token names, again from memory', async () => {
    const token = await sign()
    expect([await read(token), await read(token)]).toEqual(['how to sit', 'how to sit'])
    expect(await read(token, { origin: 'https://pr-7.preview.example.com' })).toBe('how to sit')
  })

  test.each([
    ['401 missing_token', () => null, {}],
    ['401 unknown_key', generateApiKey, {}],
    ['401 unknown_key', () => sign({ privateKey: keys.strange.privateKey }), {}],
    ['401 unknown_key', () => sign({ signingKeyId: 'other' }), {}],
    ['401 key_expired', () => sign({ now: new Date(Date.now() - 120_000), expiresInSeconds: 60 }), {}],
    ['401 malformed_token', async () => `${await sign()}x`, {}],
    ['403 token_out_of_scope', sign, { file: 'table/manual.pdf' }],
    ['403 domain_not_allowed', sign, { origin: 'https://elsewhere.example.com' }],
  ])('refuses everything else: %s', async (response, token, where) => {
    expect(await read(await token(), where)).toBe(response)
  })
})
