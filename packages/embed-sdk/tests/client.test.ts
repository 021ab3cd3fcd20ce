import { createVerifier, generateSigningKey, resolveRequestOrigin } from '@vectreal/auth-core'
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient, isVectrealError, type ClientOptions, VectrealError, type Wait } from '../src/index.js'
import {
  KEY,
  manifestOf,
  sceneHandler,
  sendJson,
  sha256,
  startServer,
  type Handler,
  type TestServer,
} from './api-server.js'

const MODEL = crypto.getRandomValues(new Uint8Array(60_000))
const QUICK = { baseDelayMs: 1, maxDelayMs: 2 }

const servers: TestServer[] = []
afterEach(async () => {
  vi.useRealTimers()
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
    const received = new Uint8Array(MODEL.length)
    const loaded = await clientFor(server).loadModel('scene-1', {
      onProgress: ({ ratio }) => ratios.push(ratio),
      onPiece: (piece, offset) => received.set(piece, offset),
    })
    expect(new Uint8Array(loaded.bytes)).toEqual(MODEL)
    expect(received).toEqual(MODEL)
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

describe('what is tried again', () => {
  test.each([408, 500, 502, 503])('a %i is, and the scene loads', async (status) => {
    let left = 2
    const usual = sceneHandler(MODEL)
    const server = await serve((req, res, url) => {
      left -= 1
      if (left >= 0) return void res.writeHead(status).end('busy')
      return usual(req, res, url)
    })
    await expect(clientFor(server).getScene('scene-1')).resolves.toMatchObject({ id: 'scene-1' })
    expect(server.requests).toHaveLength(3)
  })

  test('three times at most', async () => {
    const server = await serve((_req, res) => void res.writeHead(503).end())
    const error = await failure(clientFor(server).getScene('scene-1'))
    expect(error).toMatchObject({ code: 'temporarily_unavailable', status: 503, retryable: true })
    expect(server.requests).toHaveLength(3)
  })

  test.each([
    [401, 'unknown_key', 'key'],
    [401, 'malformed_token', 'format'],
    [403, 'project_out_of_scope', 'project'],
    [403, 'organization_suspended', 'organization'],
    [404, 'scene_not_found', 'organization'],
  ])('a refusal %i %s is not', async (status, code, layer) => {
    const server = await serve((_req, res) => sendJson(res, status, { code, layer, status }))
    const error = await failure(clientFor(server).getScene('scene-1'))
    expect(error).toMatchObject({ code, layer, status, retryable: false })
    expect(server.requests).toHaveLength(1)
  })

  test('a 429 is, once its Retry-After is over', async () => {
    let left = 1
    const usual = sceneHandler(MODEL)
    const server = await serve((req, res, url) => {
      left -= 1
      if (left >= 0) return sendJson(res, 429, { code: 'rate_limited' }, { 'retry-after': '0' })
      return usual(req, res, url)
    })
    const waits: Wait[] = []
    await clientFor(server).getScene('scene-1', { onWait: (wait) => waits.push(wait) })
    expect(waits).toEqual([{ reason: 'retry', delayMs: 0 }])
  })

  test('a 429 with a long Retry-After is left to the caller', async () => {
    const server = await serve((_req, res) =>
      sendJson(res, 429, { code: 'rate_limited' }, { 'retry-after': '60' }),
    )
    const error = await failure(clientFor(server).getScene('scene-1'))
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60, retryable: true })
    expect(error.hint).toContain('60 seconds')
    expect(server.requests).toHaveLength(1)
  })

  test('a wait of one second is told in the singular', () => {
    expect(new VectrealError('rate_limited', { retryAfterSeconds: 1 }).hint).toMatch(/^Wait 1 second\. /)
    expect(new VectrealError('rate_limited', { retryAfterSeconds: 2 }).hint).toMatch(/^Wait 2 seconds\. /)
  })

  test('a connection that breaks off is, and progress never falls', async () => {
    let left = 1
    const usual = sceneHandler(MODEL)
    const server = await serve((req, res, url) => {
      if (!url.pathname.endsWith('/model') || left === 0) return usual(req, res, url)
      left -= 1
      res.writeHead(200, { 'content-length': MODEL.length })
      res.write(MODEL.subarray(0, 40_000), () => res.destroy())
    })
    const ratios: number[] = []
    const { bytes } = await clientFor(server).loadModel('scene-1', {
      onProgress: ({ ratio }) => ratios.push(ratio),
    })
    expect(bytes.byteLength).toBe(MODEL.length)
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b))
  })

  /** Breaks the first line after half of `first`; `later` handles what is asked for then. */
  async function breakOnce(later: Handler, first: Uint8Array = MODEL) {
    let isFirst = true
    const usual = sceneHandler(MODEL)
    const server = await serve((req, res, url) => {
      if (!url.pathname.endsWith('/model')) return usual(req, res, url)
      if (!isFirst) return later(req, res, url)
      isFirst = false
      res.writeHead(200, { 'content-length': MODEL.length })
      res.write(first.subarray(0, 30_000), () => res.destroy())
    })
    const { bytes } = await clientFor(server).loadModel('scene-1')
    expect(new Uint8Array(bytes)).toEqual(MODEL)
    return server.requests.slice(1).map(({ headers }) => headers.range)
  }
  const part =
    (bytes: Uint8Array, from: number): Handler =>
    (_req, res) => {
      const range = `bytes ${from}-${MODEL.length - 1}/${MODEL.length}`
      res.writeHead(206, { 'content-range': range }).end(bytes.subarray(from))
    }

  test('a broken line goes on where it broke, as long as the model is the same', async () => {
    const asked = await breakOnce((req, res, url) => {
      expect(req.headers['if-range']).toBe(`"${sha256(MODEL)}"`)
      return part(MODEL, Number(/\d+/.exec(req.headers.range ?? '')))(req, res, url)
    })
    expect(asked).toEqual([undefined, 'bytes=30000-'])
  })

  test.each<[string, Handler, Uint8Array?]>([
    ['sends the whole of it', sceneHandler(MODEL)],
    ['sends another part', (req, res, url) => part(MODEL, req.headers.range ? 100 : 0)(req, res, url)],
    [
      'says not which part it sends',
      (req, res, url) =>
        req.headers.range
          ? void res.writeHead(206).end(MODEL.subarray(30_000))
          : sceneHandler(MODEL)(req, res, url),
    ],
    [
      'had sent another model before',
      (req, res, url) => part(MODEL, req.headers.range ? 30_000 : 0)(req, res, url),
      MODEL.toReversed(),
    ],
  ])('a server that %s is asked for all of it', async (_how, later, first) => {
    const asked = await breakOnce(later, first)
    expect(asked.slice(0, 2)).toEqual([undefined, 'bytes=30000-'])
  })

  test('a server that is not there is, and fails as network', async () => {
    const server = await startServer(() => {})
    await server.close()
    const waits: Wait[] = []
    const client = clientFor(server)
    const error = await failure(client.getScene('scene-1', { onWait: (wait) => waits.push(wait) }))
    expect(error).toMatchObject({ code: 'network', status: null, retryable: true })
    expect(waits).toHaveLength(2)
  })

  test('a server that says nothing runs into the timeout', async () => {
    const server = await serve(() => {})
    const error = await failure(clientFor(server, { stallMs: 20, retry: { tries: 1 } }).getScene('scene-1'))
    expect(error).toMatchObject({ code: 'timeout', retryable: true })
  })
})

describe('a body that is not the model', () => {
  function serveBody(body: Uint8Array, changed?: { manifests: number }): Promise<TestServer> {
    return serve((_req, res, url) => {
      if (url.pathname.endsWith('/model')) return void res.writeHead(200).end(body)
      if (changed) changed.manifests += 1
      sendJson(res, 200, manifestOf(url.origin, MODEL))
    })
  }

  test('but longer is refused, and not read to its end', async () => {
    let isCutOff: (value: boolean) => void = () => {}
    const cutOff = new Promise<boolean>((resolve) => {
      isCutOff = resolve
    })
    const server = await serve((_req, res, url) => {
      if (!url.pathname.endsWith('/model')) return sendJson(res, 200, manifestOf(url.origin, MODEL))
      res.on('close', () => isCutOff(!res.writableFinished))
      res.writeHead(200)
      const more = () => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536)));
        if (!res.destroyed) res.once('drain', more)
      }
      more()
    })
    const error = await failure(clientFor(server).loadModel('scene-1'))
    expect(error.code).toBe('invalid_model')
    expect(await cutOff).toBe(true)
  })

  test('but another of the same length is refused by its hash', async () => {
    const asked = { manifests: 0 }
    const server = await serveBody(MODEL.toReversed(), asked)
    const error = await failure(clientFor(server).loadModel('scene-1'))
    expect(error).toMatchObject({ code: 'invalid_model', retryable: false })
    expect(asked.manifests).toBe(2)
  })

  test('but shorter fails as a broken connection', async () => {
    const error = await failure(clientFor(await serveBody(MODEL.subarray(1))).loadModel('scene-1'))
    expect(error).toMatchObject({ code: 'network', retryable: true })
  })

  test('but a newer one is loaded with its own manifest', async () => {
    const newer = MODEL.toReversed()
    let current: Uint8Array = MODEL
    const server = await serve((_req, res, url) => {
      if (url.pathname.endsWith('/model')) {
        current = newer
        return void res.writeHead(200).end(newer)
      }
      sendJson(res, 200, manifestOf(url.origin, current, { version: current === newer ? 2 : 1 }))
    })
    const loaded = await clientFor(server).loadModel('scene-1')
    expect(loaded.manifest.version).toBe(2)
    expect(new Uint8Array(loaded.bytes)).toEqual(newer)
  })
})

describe('an abort', () => {
  test('ends the download on both sides', async () => {
    const controller = new AbortController()
    let closed: () => void = () => {}
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    const server = await serve((_req, res, url) => {
      if (!url.pathname.endsWith('/model')) return sendJson(res, 200, manifestOf(url.origin, MODEL))
      res.on('close', closed)
      res.writeHead(200)
      res.write(MODEL.subarray(0, 1000))
    })
    const loading = clientFor(server).loadModel('scene-1', {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    expect(await failure(loading)).toMatchObject({ code: 'aborted', retryable: false })
    await isClosed
  })

  test('ends a pause between tries', async () => {
    const controller = new AbortController()
    const server = await serve((_req, res) => void res.writeHead(503, { 'retry-after': '10' }).end())
    const error = await failure(
      clientFor(server).getScene('scene-1', { signal: controller.signal, onWait: () => controller.abort() }),
    )
    expect(error.code).toBe('aborted')
  })

  test('does not wait for a key that is still to come', async () => {
    const server = await serve(sceneHandler(MODEL))
    const controller = new AbortController()
    const apiKey = () => {
      queueMicrotask(() => controller.abort())
      return new Promise<string>(() => {})
    }
    const loading = clientFor(server, { apiKey }).getScene('scene-1', { signal: controller.signal })
    expect((await failure(loading)).code).toBe('aborted')
    expect(server.requests).toEqual([])
  })

  test('before the start sends nothing', async () => {
    const server = await serve(sceneHandler(MODEL))
    const error = await failure(clientFor(server).getScene('scene-1', { signal: AbortSignal.abort() }))
    expect(error.code).toBe('aborted')
    expect(server.requests).toEqual([])
  })
})

test('options of a retry that are no numbers are left at their defaults', async () => {
  const server = await serve((_req, res) => void res.writeHead(503).end())
  const nothing = { tries: undefined, baseDelayMs: 0, maxDelayMs: Number.NaN }
  const retry = nothing as unknown as NonNullable<ClientOptions['retry']>
  const error = await failure(clientFor(server, { retry }).getScene('scene-1'))
  expect(error.code).toBe('temporarily_unavailable')
  expect(server.requests).toHaveLength(3)
})

describe('a key from a function', () => {
  const ROTATED = KEY.replace('0123', '9876')

  test('is asked for again when the old one is refused', async () => {
    const usual = sceneHandler(MODEL)
    const server = await serve((req, res, url) => {
      if (req.headers.authorization === `Bearer ${ROTATED}`) return usual(req, res, url)
      sendJson(res, 401, { code: 'key_revoked', layer: 'key', status: 401 })
    })
    const keys = [KEY, ROTATED]
    const client = clientFor(server, { apiKey: async () => keys.shift() ?? ROTATED })
    await expect(client.getScene('scene-1')).resolves.toMatchObject({ id: 'scene-1' })
  })

  test('that stays the same is not tried twice', async () => {
    const server = await serve((_req, res) =>
      sendJson(res, 401, { code: 'key_revoked', layer: 'key', status: 401 }),
    )
    const error = await failure(clientFor(server, { apiKey: () => KEY }).getScene('scene-1'))
    expect(error.code).toBe('key_revoked')
    expect(server.requests).toHaveLength(1)
  })

  test('that gives visitor tokens is asked a minute before their end and once after a refusal, all day long', async () => {
    const { publicKey, privateKey } = await generateSigningKey()
    const scene = {
      id: 'scene-1',
      organizationId: 'o',
      projectId: 'p',
      status: 'published',
      payload: null,
    } as const
    const dates = { expiresAt: null, revokesAt: null }
    let revokedAt: Date | null = null
    const verifier = createVerifier({
      ttlMs: 0,
      store: {
        findAccess: async () => ({ key: null, scene, allowlist: null }),
        findVisitorAccess: async (id) => ({
          key: { id, organizationId: 'o', projectIds: ['p'], publicKey, ...dates, revokedAt },
          scene,
          allowlist: { allowedDomains: ['shop.example.com'], allowLocalhost: false },
        }),
      },
    })
    const usual = sceneHandler(MODEL)
    const server = await serve(async (req, res, url) => {
      const decision = await verifier.verify({
        authorization: req.headers.authorization,
        origin: resolveRequestOrigin({ origin: 'https://shop.example.com' }),
        sceneId: 'scene-1',
        client: null,
      })
      if (decision.ok) return usual(req, res, url)
      const { code, layer } = decision.refusal
      sendJson(res, 401, { code, layer, status: 401 })
    })
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-28T08:00:00Z') })
    const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)
    const signingKeyId = 'signer'
    let asked = 0
    const apiKey = () => {
      asked += 1
      return signVisitorToken({ privateKey, signingKeyId, sceneId: 'scene-1', expiresInSeconds: 600 })
    }
    const client = clientFor(server, { apiKey })
    await client.loadModel(await client.getScene('scene-1'))
    later(539)
    await client.getScene('scene-1')
    expect(asked).toBe(1)
    later(1)
    await client.getScene('scene-1')
    expect(asked).toBe(2)
    for (let hour = 0; hour < 24; hour += 1) {
      later(3600)
      await client.getScene('scene-1')
    }
    expect([asked, server.requests.length]).toEqual([26, 28])
    // The clock of the page may be wrong: the server has the last word.
    vi.setSystemTime(Date.now() + 1000)
    revokedAt = new Date()
    expect((await failure(client.getScene('scene-1'))).code).toBe('key_revoked')
    expect([asked, server.requests.length]).toEqual([27, 30])
    revokedAt = null
    await client.getScene('scene-1')
    expect(asked).toBe(27)
  })

  test('that fails keeps what it threw as the cause', async () => {
    const cause = new Error('no vault today')
    const server = await serve(sceneHandler(MODEL))
    const client = clientFor(server, { apiKey: () => Promise.reject(cause) })
    const error = await failure(client.getScene('scene-1'))
    expect(error).toMatchObject({ code: 'missing_token', layer: 'format', cause })
    expect(server.requests).toEqual([])
  })
})

describe('a key that is none', () => {
  test.each([
    ['an empty one', '', 'missing_token'],
    ['blanks', '  ', 'missing_token'],
    ['one with a line break', `${KEY.slice(0, 20)}\n${KEY.slice(20)}`, 'malformed_token'],
    ['one with a letter that no header takes', `${KEY.slice(0, -1)}é`, 'malformed_token'],
  ])('%s is refused without a request', async (_name, apiKey, code) => {
    const server = await serve(sceneHandler(MODEL))
    const error = await failure(clientFor(server, { apiKey }).getScene('scene-1'))
    expect(error).toMatchObject({ code, layer: 'format' })
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(KEY.slice(8, 18))
    expect(server.requests).toEqual([])
  })

  test('a pasted blank around it does no harm', async () => {
    const server = await serve(sceneHandler(MODEL))
    await clientFor(server, { apiKey: ` ${KEY}\n` }).getScene('scene-1')
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
  })
})

test('what a fetch throws is not kept where it holds the key', async () => {
  const client = createClient({
    apiKey: KEY,
    baseUrl: 'https://api.example.com',
    retry: { tries: 1 },
    fetch: () => Promise.reject(new Error(`invalid header: Bearer ${KEY}`)),
  })
  const error = await failure(client.getScene('scene-1'))
  expect(error.code).toBe('network')
  expect(error.cause).toBeUndefined()
})

test('a problem that repeats the key is shown without it', async () => {
  const server = await serve((_req, res) =>
    sendJson(res, 401, { code: 'unknown_key', layer: 'key', detail: `No key ${KEY} here.` }),
  )
  expect((await failure(clientFor(server).getScene('scene-1'))).message).toBe('No key vctrl_… here.')
})

describe('the address of the platform', () => {
  test('may hold a path, and a scene id may hold anything', async () => {
    const server = await serve((_req, res, url) => sendJson(res, 200, manifestOf(url.origin, MODEL)))
    await clientFor(server, { baseUrl: `${server.url}/3d` }).getScene('a/b?c')
    expect(server.requests[0]?.path).toBe('/3d/api/scenes/a%2Fb%3Fc')
  })

  test('wins over another name of the same platform in its manifests', async () => {
    const usual = sceneHandler(MODEL)
    const server = await serve((req, res, url) => {
      if (url.pathname.endsWith('/model')) return usual(req, res, url)
      sendJson(res, 200, manifestOf('https://public.example.com', MODEL))
    })
    const { bytes } = await clientFor(server).loadModel('scene-1')
    expect(bytes.byteLength).toBe(MODEL.length)
  })

  test.each(['', 'example.com', 'ftp://example.com'])(
    '%j is a TypeError that names the option',
    (baseUrl) => {
      expect(() => createClient({ apiKey: KEY, baseUrl })).toThrow(/baseUrl/)
    },
  )

  test.each([
    ['a page of something else', 200, '<!doctype html>', 'text/html', 'unexpected_response'],
    ['JSON of something else', 200, '{"ok":true}', 'application/json', 'unexpected_response'],
    ['a 404 of something else', 404, 'Not found', 'text/plain', 'unexpected_response'],
    [
      'a proxy without a platform behind it',
      502,
      '<h1>Bad gateway</h1>',
      'text/html',
      'temporarily_unavailable',
    ],
    [
      'a code from the future',
      403,
      '{"code":"moon_phase"}',
      'application/problem+json',
      'unexpected_response',
    ],
  ])('that leads to %s', async (_name, status, body, type, code) => {
    const server = await serve((_req, res) => void res.writeHead(status, { 'content-type': type }).end(body))
    const error = await failure(clientFor(server).getScene('scene-1'))
    expect(error.code).toBe(code)
    expect(error.hint).not.toBe('')
  })
})

test('a program may say on whose behalf it asks', async () => {
  const server = await serve(sceneHandler(MODEL))
  await clientFor(server, { origin: 'https://shop.example.com' }).getScene('scene-1')
  expect(server.requests[0]?.headers.origin).toBe('https://shop.example.com')
})

test('diagnose says which check fails, what the platform saw, and never the key', async () => {
  const server = await serve((_req, res) =>
    sendJson(res, 403, {
      code: 'domain_not_allowed',
      layer: 'domain',
      detail: 'Not allowed.',
      origin: 'https://shop.example.com',
      suggestedPattern: 'shop.example.com',
    }),
  )
  const diagnosis = await clientFor(server).diagnose('scene-1')
  expect(diagnosis).toMatchObject({
    ok: false,
    origin: 'https://shop.example.com',
    error: { code: 'domain_not_allowed' },
  })
  expect(Object.fromEntries(diagnosis.checks.map(({ name, status }) => [name, status]))).toEqual({
    connection: 'passed',
    format: 'passed',
    key: 'passed',
    organization: 'passed',
    domain: 'failed',
    project: 'skipped',
    model: 'skipped',
    webgl: 'skipped',
    decoders: 'skipped',
  })
  expect(`${diagnosis} ${JSON.stringify(diagnosis)}`).not.toContain(KEY)
  expect(String(diagnosis)).toContain('Add shop.example.com to the allowed domains')
})

test('diagnose passes where the scene loads', async () => {
  const diagnosis = await clientFor(await serve(sceneHandler(MODEL))).diagnose('scene-1')
  expect(diagnosis.ok).toBe(true)
  expect(diagnosis.error).toBeNull()
})
