/** A small platform on a real port for browser tests: the built script tag, one scene, and refusals on demand. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { KEY, manifestOf, sendJson, sha256, startServer, type TestServer } from './api-server.js'

const EMBED = fileURLToPath(new URL('../dist/embed/', import.meta.url))
const FIXTURES = fileURLToPath(new URL('../../viewer-core/fixtures/', import.meta.url))

/** A grey picture of 64 x 48. */
const POSTER = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAAAAACEICPDAAAAJUlEQVR42u3MQREAAAwCIKMb3RD77SAA6VEEAoFAIBAIBALB12AwvgBbYhXmNQAAAABJRU5ErkJggg==',
  'base64',
)

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
}

/** Filtering a light takes a software GPU longer than all the rest; `settings` of a test may ask for it. */
const QUICK = { environment: { preset: 'none' }, shadow: { kind: 'none' } }

type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>

export interface Platform extends TestServer {
  /** Handles `GET /api/scenes/:id` (part '') and its parts from now on; `null`: as usual. */
  respond(part: '' | 'model' | 'poster', respond: Handler | null): void
  /** What `/embed/<path>` serves in place of the built file. */
  replaceFile(path: string, respond: Handler | null): void
  readonly settings: Record<string, unknown>
  placeholder: string | null
  /** As the manifest states it. */
  posterSize: { readonly width: number; readonly height: number }
  setModel(file: string | Uint8Array): Promise<void>
  /** Bodies that came to /api/embed/reports. */
  readonly reports: string[]
  readonly problem: (
    status: number,
    body: Record<string, unknown>,
    headers?: Record<string, string>,
  ) => Handler
  readonly cors: Record<string, string>
}

/** Scenes have any id: each shows the one model. */
export async function startPlatform(port = 0): Promise<Platform> {
  const handlers = new Map<string, Handler>()
  const files = new Map<string, Handler>()
  const settings: Record<string, unknown> = { ...QUICK }
  const reports: string[] = []
  let model = await readFile(join(FIXTURES, 'race-car.glb'))

  const server = await startServer(
    async (req, res, url) => {
      if (url.pathname.startsWith('/embed/')) return serveFile(req, res, url)
      if (url.pathname === '/api/embed/reports') {
        const pieces: Buffer[] = []
        for await (const piece of req) pieces.push(piece as Buffer)
        reports.push(Buffer.concat(pieces).toString())
        return void res.writeHead(204).end()
      }
      const [, id, part = ''] = /^\/api\/scenes\/([^/]+)(?:\/(model|poster))?$/.exec(url.pathname) ?? []
      if (id === undefined) return void res.writeHead(404).end()
      for (const [name, value] of Object.entries(corsFor(req))) res.setHeader(name, value)
      if (req.method === 'OPTIONS') return void res.writeHead(204).end()
      const respond = handlers.get(part)
      if (respond !== undefined) return respond(req, res)
      if (req.headers.authorization !== `Bearer ${KEY}`) return unknownKey(req, res)
      const etag = part === 'model' ? `"${sha256(model)}"` : `"${part}-${sha256(model).slice(0, 16)}"`
      res.setHeader('cache-control', 'private, no-cache')
      res.setHeader('etag', etag)
      if (req.headers['if-none-match'] === etag) return void res.writeHead(304).end()
      if (part === 'model') return sendModel(req, res, model, etag)
      if (part === 'poster') return void res.writeHead(200, { 'content-type': 'image/png' }).end(POSTER)
      const poster = {
        url: `${url.origin}/api/scenes/${id}/poster`,
        mediaType: 'image/png',
        ...platform.posterSize,
        placeholder: platform.placeholder,
      }
      const base = manifestOf(url.origin, model, { id, poster, settings })
      sendJson(res, 200, { ...base, model: { ...base.model, url: `${url.origin}/api/scenes/${id}/model` } })
    },
    '127.0.0.1',
    port,
  )

  async function serveFile(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname.slice('/embed/'.length)
    res.setHeader('access-control-allow-origin', '*')
    const replaced = files.get(path)
    if (replaced !== undefined) return replaced(req, res)
    try {
      const body = await readFile(join(EMBED, normalize(path)))
      const type = TYPES[extname(path)] ?? 'application/octet-stream'
      res
        .writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' })
        .end(gzipSync(body, { level: 1 }))
    } catch {
      if (path.includes('/')) return void res.writeHead(404).end()
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(FRAME_PAGE)
    }
  }

  const platform: Platform = {
    ...server,
    settings,
    placeholder: null,
    posterSize: { width: 64, height: 48 },
    reports,
    respond: (part, respond) => void (respond === null ? handlers.delete(part) : handlers.set(part, respond)),
    replaceFile: (path, respond) => void (respond === null ? files.delete(path) : files.set(path, respond)),
    async setModel(file) {
      model = typeof file === 'string' ? await readFile(join(FIXTURES, file)) : Buffer.from(file)
    },
    problem: (status, body, headers) => (_req, res) =>
      sendJson(
        res,
        status,
        { type: 'about:blank', title: 'Refused', status, requestId: 'req-1', ...body },
        headers,
      ),
    cors: {},
  }
  return platform
}

const FRAME_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Scene</title>
<meta name="vectreal-page-token" content="page-token-1"><script src="/embed/frame.js" defer></script></head><body></body></html>`

function corsFor(req: IncomingMessage): Record<string, string> {
  const { origin } = req.headers
  return {
    ...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
    vary: 'Origin',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers':
      'Authorization, If-None-Match, If-Range, Range, Content-Type, X-Vectreal-Page-Token',
    'access-control-expose-headers': 'ETag, Content-Range, Retry-After, X-Request-Id',
    'access-control-max-age': '600',
  }
}

function sendModel(req: IncomingMessage, res: ServerResponse, model: Uint8Array, etag: string): void {
  res.setHeader('content-type', 'model/gltf-binary')
  const start = Number(/^bytes=(\d+)-$/.exec(req.headers.range ?? '')?.[1] ?? 0)
  if (start === 0 || req.headers['if-range'] !== etag) return void res.writeHead(200).end(model)
  res.setHeader('content-range', `bytes ${start}-${model.length - 1}/${model.length}`)
  res.writeHead(206).end(model.subarray(start))
}

function unknownKey(_req: IncomingMessage, res: ServerResponse): void {
  sendJson(res, 401, {
    type: 'about:blank',
    title: 'Unknown key',
    status: 401,
    detail: 'There is no such API key.',
    code: 'unknown_key',
    layer: 'key',
    requestId: 'req-1',
  })
}
