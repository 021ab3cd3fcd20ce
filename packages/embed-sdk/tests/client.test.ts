import { afterEach, describe, expect, test } from 'vitest'
import { createClient, isVectrealError, type ClientOptions, type VectrealError } from '../src/index.js'
import {
  KEY,
  manifestOf,
  sceneHandler,
  sendJson,
  startServer,
  type Handler,
  type TestServer,
} from './api-server.js'

const MODEL = crypto.getRandomValues(new Uint8Array(60_000))
const QUICK = { baseDelayMs: 1, maxDelayMs: 2 }

const servers: TestServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(handler: Handler, host?: string): Promise<TestServer> {
  const server = await startServer(handler, host)
  servers.push(server)
  return server
}

function clientFor(server: TestServer, options: Partial<ClientOptions> = {}) {
  return createClient({ apiKey: KEY, baseUrl: server.url, retry: QUICK, ...options })
}

async function failure(promise: Promise<unknown>): Promise<VectrealError> {
  const error: unknown = await promise.then(
    () => {
      throw new Error('expected a failure')
    },
    (cause: unknown) => cause,
  )
  if (!isVectrealError(error)) throw error
  expect(`${error.message} ${error.hint} ${JSON.stringify(error)} ${error.stack}`).not.toContain(KEY)
  return error
}

describe('a scene that loads', () => {
  test('gives manifest and bytes, with the key in the Authorization header alone', async () => {
    const server = await serve(sceneHandler(MODEL))
    const ratios: number[] = []
    const loaded = await clientFor(server).loadModel('scene-1', {
      onProgress: ({ ratio }) => ratios.push(ratio),
    })
    expect(new Uint8Array(loaded.bytes)).toEqual(MODEL)
    expect(loaded.manifest.name).toBe('Chair')
    expect(ratios.at(-1)).toBe(1)
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b))
    for (const request of server.requests) {
      expect(request.headers.authorization).toBe(`Bearer ${KEY}`)
      expect(request.path).not.toContain('vctrl_')
    }
  })

  test('is asked for again with its ETags, and a 304 gives the same bytes', async () => {
    const server = await serve(sceneHandler(MODEL))
    const client = clientFor(server)
    const first = await client.loadModel('scene-1')
    const second = await client.loadModel('scene-1')
    expect(new Uint8Array(second.bytes)).toEqual(new Uint8Array(first.bytes))
    expect(second.bytes).not.toBe(first.bytes)
    expect(server.requests.map(({ headers }) => Boolean(headers['if-none-match']))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

describe('the key', () => {
  test('never goes to another origin that a manifest names', async () => {
    const elsewhere = await serve((_req, res) => void res.end(MODEL))
    const server = await serve((_req, res, url) =>
      sendJson(
        res,
        200,
        manifestOf(url.origin, MODEL, {
          model: { ...manifestOf('', MODEL).model, url: `${elsewhere.url}/file.glb` },
        }),
      ),
    )
    await clientFor(server).loadModel('scene-1')
    expect(elsewhere.requests).toHaveLength(1)
    expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('is not carried along a redirect', async () => {
    const elsewhere = await serve((_req, res) => void res.end('{}'))
    const server = await serve(
      (_req, res) => void res.writeHead(302, { location: `${elsewhere.url}/x` }).end(),
    )
    const error = await failure(clientFor(server).getScene('scene-1'))
    expect(error.code).toBe('unexpected_response')
    expect(error.hint).toContain('base-url')
    expect(elsewhere.requests).toEqual([])
  })
})

test('a refusal tells layer, origin and what to do', async () => {
  const server = await serve((_req, res) =>
    sendJson(res, 403, {
      type: 'x',
      title: 'Domain not allowed',
      status: 403,
      detail: 'This project does not allow https://shop.example.com.',
      code: 'domain_not_allowed',
      layer: 'domain',
      requestId: 'r-1',
      origin: 'https://shop.example.com',
      suggestedPattern: 'shop.example.com',
    }),
  )
  const error = await failure(clientFor(server).getScene('scene-1'))
  expect(error).toMatchObject({
    code: 'domain_not_allowed',
    layer: 'domain',
    status: 403,
    requestId: 'r-1',
    retryable: false,
  })
  expect(error.hint).toMatch(
    /^Add shop\.example\.com to the allowed domains of the project.*https:\/\/shop\.example\.com/,
  )
  expect(server.requests).toHaveLength(1)
})
