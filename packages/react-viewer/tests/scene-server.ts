/**
 * A site and, on another origin, a scene API as small as the contract allows: manifest, model and poster behind a
 * key, with switches for what can go wrong on the way. The real API has its own end-to-end test.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export const API_KEY = `vctrl_${'k'.repeat(43)}`

const MODELS = fileURLToPath(new URL('../../viewer-core/fixtures/', import.meta.url))
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.glb': 'model/gltf-binary',
}
/** One pixel, so that a poster is there to look at. */
const POSTER = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export interface Problem {
  readonly status: number
  readonly code: string
  readonly layer?: string
}

export interface SceneServer {
  readonly siteOrigin: string
  readonly apiOrigin: string
  /** What each API request was, method and path; a key in any URL would show here. */
  readonly requests: { readonly url: string; readonly authorization: string | undefined; aborted: boolean }[]
  /** Refuses every API request until null. */
  refuse(problem: Problem | null): void
  /** Serves these bytes as the model of every scene until null. */
  replaceModel(bytes: Buffer | null): void
  /** Holds the model back after so many bytes until null. */
  holdModelAfter(bytes: number | null): void
  setSettings(settings: object): void
  setPolicy(contentSecurityPolicy: string | null): void
  close(): Promise<void>
}

interface SceneServerOptions {
  readonly models?: string
  /** Models travel after brotli, as the platform sends them: both those of scenes and those of the site. */
  readonly packsModels?: boolean
}

/** `folder` holds the built site. The id of a scene is the name of a model file. */
export async function startSceneServer(
  folder: string,
  { models = MODELS, packsModels = false }: SceneServerOptions = {},
): Promise<SceneServer> {
  let problem: Problem | null = null
  let replaced: Buffer | null = null
  let heldAfter: number | null = null
  let settings: object = {}
  let policy: string | null = null
  const held = new Set<() => void>()
  /** Files of the site and models as they travel. */
  const packed = new Map<string, Buffer>()
  const pack = (name: string, bytes: Buffer): { encoding: string; body: Buffer } => {
    const isModel = name.endsWith('.glb')
    const body = packed.get(name) ?? (isModel ? brotli(bytes) : gzipSync(bytes))
    packed.set(name, body)
    return { encoding: isModel ? 'br' : 'gzip', body }
  }
  const requests: SceneServer['requests'] = []

  const api = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://api')
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*')
    response.setHeader('Access-Control-Allow-Headers', 'authorization, if-none-match')
    response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After, X-Request-Id')
    response.setHeader('Vary', 'Origin')
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { 'Access-Control-Max-Age': '600' }).end()
      return
    }
    const entry = { url: request.url ?? '', authorization: request.headers.authorization, aborted: false }
    requests.push(entry)
    response.on('close', () => {
      entry.aborted = !response.writableFinished
    })
    const refusal =
      problem ??
      (entry.authorization === `Bearer ${API_KEY}`
        ? null
        : { status: 401, code: 'unknown_key', layer: 'key' })
    if (refusal !== null) {
      response.writeHead(refusal.status, { 'Content-Type': 'application/problem+json' })
      response.end(
        JSON.stringify({ type: 'about:blank', title: refusal.code, requestId: 'req-1', ...refusal }),
      )
      return
    }
    const [, , , id = '', part] = url.pathname.split('/')
    const bytes = replaced ?? (await readFile(join(models, `${normalize(id)}.glb`)).catch(() => null))
    if (bytes === null) {
      response.writeHead(404, { 'Content-Type': 'application/problem+json' })
      response.end(JSON.stringify({ status: 404, code: 'scene_not_found', layer: 'organization' }))
      return
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    response.setHeader('Cache-Control', 'private, no-cache')
    response.setHeader('ETag', `"${sha256}-${part ?? 'manifest'}"`)
    const origin = `http://${request.headers.host}`
    if (part === undefined) {
      response.setHeader('Content-Type', 'application/json')
      response.end(
        JSON.stringify({
          id,
          projectId: 'project-1',
          name: `Scene ${id}`,
          version: 1,
          updatedAt: '2026-11-01T12:00:00.000Z',
          model: {
            url: `${origin}/api/scenes/${id}/model`,
            mediaType: 'model/gltf-binary',
            bytes: bytes.length,
            sha256,
          },
          poster: {
            url: `${origin}/api/scenes/${id}/poster`,
            mediaType: 'image/png',
            width: 400,
            height: 300,
            placeholder: null,
          },
          settings,
        }),
      )
    } else if (part === 'poster') {
      response.setHeader('Content-Type', 'image/png')
      response.end(POSTER)
    } else {
      response.setHeader('Content-Type', 'model/gltf-binary')
      if (packsModels) {
        const { encoding, body } = pack(`${id}.glb`, bytes)
        response.setHeader('Content-Encoding', encoding)
        response.end(body)
        return
      }
      response.setHeader('Content-Length', bytes.length)
      if (heldAfter === null) {
        response.end(bytes)
        return
      }
      const split = heldAfter
      response.write(bytes.subarray(0, split))
      held.add(() => response.end(bytes.subarray(split)))
    }
  })

  const site = createServer((request, response) => void serveSite(request, response))
  async function serveSite(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const file = pathname.startsWith('/models/')
      ? join(models, normalize(pathname.slice('/models/'.length)))
      : join(folder, normalize(pathname === '/' ? '/index.html' : pathname))
    const body = await readFile(file).catch(() => null)
    if (body === null) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    if (policy !== null) response.setHeader('Content-Security-Policy', policy)
    if (!(packsModels && file.endsWith('.glb')) && !/\.(?:html|js|css)$/.test(file)) {
      response.end(body)
      return
    }
    const { encoding, body: compressed } = pack(file, body)
    response.setHeader('Content-Encoding', encoding)
    response.end(compressed)
  }

  const [apiOrigin, siteOrigin] = await Promise.all([listen(api), listen(site)])
  return {
    apiOrigin,
    siteOrigin,
    requests,
    refuse(next) {
      problem = next
    },
    replaceModel(bytes) {
      replaced = bytes
    },
    holdModelAfter(bytes) {
      heldAfter = bytes
      if (bytes !== null) return
      for (const release of held) release()
      held.clear()
    },
    setSettings(next) {
      settings = next
    },
    setPolicy(next) {
      policy = next
    },
    async close() {
      await Promise.all([api, site].map(closeServer))
    },
  }
}

function brotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
