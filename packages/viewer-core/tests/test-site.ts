/** Builds the test page as a site's bundler would and serves it, with the models, from a free port. */
import { createServer, type Server } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { fromSources } from '../../../sources.js'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.glb': 'model/gltf-binary',
}
const PACKAGE = fileURLToPath(new URL('../', import.meta.url))

export interface TestSite {
  readonly origin: string
  /** The policy that every page is sent with, from now on. */
  setPolicy(contentSecurityPolicy: string | null): void
  close(): Promise<void>
}

/** `home`: the folder of this package, for whoever runs a built copy of this file. */
export async function startTestSite(home: string = PACKAGE): Promise<TestSite> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-viewer-core-'))
  await build({
    root: join(home, 'tests/page'),
    logLevel: 'error',
    configFile: false,
    plugins: [fromSources()],
    build: { outDir: folder, emptyOutDir: true, minify: false, target: 'es2023', assetsInlineLimit: 0 },
  })
  let policy: string | null = null
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://test')
    const path = pathname === '/' ? '/index.html' : pathname
    const file = path.startsWith('/models/')
      ? join(home, 'fixtures', normalize(path.slice('/models/'.length)))
      : join(folder, normalize(path))
    try {
      const body = await readFile(file)
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
      if (policy !== null) response.setHeader('Content-Security-Policy', policy)
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setPolicy(next) {
      policy = next
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await rm(folder, { recursive: true, force: true })
    },
  }
}
