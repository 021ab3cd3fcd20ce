/** The same rules, run by Chromium: another URL parser, another WebCrypto. */
import { readFile } from 'node:fs/promises'
import { createHash, createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import * as node from '@vectreal/auth-core'
import { freePort, launchBrowser } from '@vectreal/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readVectors } from '../vectors/read-vectors.js'
import { bundle } from './bundle.js'

type Browser = Awaited<ReturnType<typeof launchBrowser>>
type Page = Awaited<ReturnType<Browser['newPage']>>

declare global {
  var authCore: typeof node
}

let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  const script = await bundle(`import * as all from '@vectreal/auth-core'; globalThis.authCore = all`)
  server = createServer((request, response) => {
    const isScript = request.url === '/auth-core.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><script type="module" src="/auth-core.js"></script>')
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.waitForFunction(() => globalThis.authCore !== undefined)
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

async function vectors(name: string): Promise<string[][]> {
  return readVectors(await readFile(new URL(`../vectors/${name}.txt`, import.meta.url), 'utf8'))
}

describe('in a browser', () => {
  test('every entry is stored or refused as in Node', async () => {
    const entries = [...(await vectors('patterns-accepted')), ...(await vectors('patterns-refused'))].map(
      ([typed = '']) => typed,
    )
    const inBrowser = await page.evaluate(
      (entries) => entries.map((entry) => globalThis.authCore.normalizeDomainPattern(entry)),
      entries,
    )
    expect(inBrowser).toEqual(entries.map((entry) => node.normalizeDomainPattern(entry)))
  })

  test('no origin outside an allowlist gets in', async () => {
    const origins = (await vectors('origins-outside')).map(([origin = '']) => origin)
    const allowed = await page.evaluate((origins) => {
      const allowedDomains = ['example.com', '*.example.com']
      const allowlist = globalThis.authCore.compileAllowlist({ allowedDomains, allowLocalhost: true })
      return origins.filter((origin) => allowlist.match(origin).allowed)
    }, origins)
    expect(allowed).toEqual([])
  })

  test('the pages of a browser are what its origins are matched as', async () => {
    const [origin, seen] = await page.evaluate(
      () =>
        [
          location.origin,
          globalThis.authCore.resolveRequestOrigin({ origin: location.origin, referer: location.href }),
        ] as const,
    )
    expect(seen).toEqual({ kind: 'origin', origin, source: 'origin' })
  })

  test('keys are generated and hashed as in Node', async () => {
    const { token, plain, peppered } = await page.evaluate(async () => {
      const token = globalThis.authCore.generateApiKey()
      return {
        token,
        plain: await globalThis.authCore.hashApiKey(token),
        peppered: await globalThis.authCore.hashApiKey(token, { id: '1', secret: 'pfeffer' }),
      }
    })
    expect(node.parseApiKey(token)).toMatchObject({ ok: true, token })
    expect(plain).toBe(createHash('sha256').update(token).digest('hex'))
    expect(peppered).toBe(createHmac('sha256', 'pfeffer').update(token).digest('hex'))
  })

  test('a verifier grants and refuses', async () => {
    const codes = await page.evaluate(async () => {
      const { createVerifier, generateApiKey, resolveRequestOrigin } = globalThis.authCore
      const verifier = createVerifier({
        ttlMs: 60_000,
        store: {
          findAccess: async () => ({
            key: {
              id: 'key',
              organizationId: 'organization',
              projectIds: ['project'],
              expiresAt: null,
              revokesAt: null,
              revokedAt: null,
            },
            scene: {
              id: 'scene',
              organizationId: 'organization',
              projectId: 'project',
              status: 'published' as const,
              payload: null,
            },
            allowlist: { allowedDomains: ['*.example.com'], allowLocalhost: false },
          }),
        },
      })
      const authorization = `Bearer ${generateApiKey()}`
      const codes: string[] = []
      for (const origin of ['https://shop.example.com', 'https://example.com', 'null']) {
        const decision = await verifier.verify({
          authorization,
          origin: resolveRequestOrigin({ origin }),
          sceneId: 'scene',
          client: null,
        })
        codes.push(decision.ok ? 'ok' : decision.refusal.code)
      }
      return codes
    })
    expect(codes).toEqual(['ok', 'domain_not_allowed', 'domain_not_allowed'])
  })
})
