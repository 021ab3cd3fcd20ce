/** A small real HTTP server that speaks the embed API, for tests of what the client does on the wire. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const KEY = 'vctrl_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'

export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => void | Promise<void>

export interface TestServer {
  readonly url: string
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers'] }[]
  close(): Promise<void>
}

/** Starts a server on `wanted`, or on a free port of `host`; every request is written down before it is handled. */
export async function startServer(handler: Handler, host = '127.0.0.1', wanted = 0): Promise<TestServer> {
  const requests: TestServer['requests'] = []
  const server = createServer((req, res) => {
    requests.push({ method: req.method ?? '', path: req.url ?? '', headers: req.headers })
    void handler(req, res, new URL(req.url ?? '/', `http://${req.headers.host}`))
  })
  await new Promise<void>((resolve) => server.listen(wanted, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function manifestOf(base: string, model: Uint8Array, change: Record<string, unknown> = {}) {
  return {
    id: 'scene-1',
    projectId: 'project-1',
    name: 'Chair',
    version: 1,
    updatedAt: '2026-01-01T00:00:00.000Z',
    model: {
      url: `${base}/api/scenes/scene-1/model`,
      mediaType: 'model/gltf-binary',
      bytes: model.length,
      sha256: sha256(model),
    },
    poster: null,
    settings: {},
    ...change,
  }
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  res.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body))
}

/** Serves one scene with `model`, strong ETags and conditional requests. */
export function sceneHandler(model: Uint8Array): Handler {
  return (req, res, url) => {
    const isManifest = url.pathname === '/api/scenes/scene-1'
    const etag = `"${sha256(model).slice(0, 16)}-${isManifest ? 'manifest' : 'model'}"`
    if (req.headers['if-none-match'] === etag) return void res.writeHead(304, { etag }).end()
    if (isManifest) return sendJson(res, 200, manifestOf(url.origin, model), { etag })
    if (url.pathname === '/api/scenes/scene-1/model') {
      return void res.writeHead(200, { 'content-type': 'model/gltf-binary', etag }).end(model)
    }
    sendJson(res, 404, { code: 'scene_not_found', layer: 'organization', status: 404 })
  }
}
