/**
 * A real nginx with its default buffers in front of a platform, where this machine has one (Debian: `nginx-light`). Connections
 * to the platform are kept, as in `deploy/nginx.conf`.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './postgres.js'

export interface TestNginx {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

const NGINX = findNginx()

export const hasNginx = NGINX !== null

/** Debian keeps it where only root looks. */
function findNginx(): string | null {
  for (const command of ['nginx', '/usr/sbin/nginx']) {
    try {
      execFileSync(command, ['-v'], { stdio: 'ignore' })
      return command
    } catch {
      // The next one.
    }
  }
  return null
}

const ACCEL = fileURLToPath(new URL('../../../deploy/accel', import.meta.url))

/** Where nginx finds the bytes itself: the blobs' folder, or the endpoint of a store. */
export type AccelSource = { readonly folder: string } | { readonly endpoint: string }

/** The files of `deploy/accel`, with the places of a test. */
async function writeAccel(folder: string, source: AccelSource): Promise<string> {
  const target = join(folder, 'accel')
  await mkdir(target)
  for (const name of await readdir(ACCEL)) {
    const text = await readFile(join(ACCEL, name), 'utf8')
    const placed =
      'folder' in source
        ? text.replace('/srv/vectreal/blobs', source.folder)
        : text.replaceAll('store:9000', new URL(source.endpoint).host)
    await writeFile(join(target, name), placed)
  }
  return `include accel/${'folder' in source ? 'files' : 'store'}.conf;`
}

export interface NginxOptions {
  readonly accel?: AccelSource
  /** Directives for `http`, where `<folder>` is one of its own, and for the location. */
  readonly http?: string
  readonly location?: string
  /** Locations of its own beside those of the platform. */
  readonly locations?: string
  /** HTTP/2 without TLS, for clients that know. */
  readonly isHttp2?: boolean
}

export async function startNginx(
  upstream: string,
  { accel, http = '', location = '', locations = '', isHttp2 = false }: NginxOptions = {},
): Promise<TestNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-nginx-'))
  const port = await freePort()
  const { host } = new URL(upstream)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
    .join('\n')
  const settings = join(folder, 'nginx.conf')
  const accelLocations = accel === undefined ? '' : await writeAccel(folder, accel)
  await writeFile(
    settings,
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr notice;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary}
  ${http.replaceAll('<folder>', folder)}
  upstream node { server ${host}; keepalive 256; }
  server {
    listen 127.0.0.1:${port}${isHttp2 ? ' http2' : ''};
    location / {
      proxy_pass http://node; proxy_set_header Host ${host};
      proxy_http_version 1.1; proxy_set_header Connection "";
      ${location}
    }
    ${accelLocations}
    ${locations}
  }
}
`,
  )
  const child = spawn(NGINX ?? 'nginx', ['-p', folder, '-c', settings, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  let said = ''
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    said += chunk.toString()
    if (said.includes('event method')) break
  }
  if (child.exitCode !== null) throw new Error(`nginx did not start: ${said}`)
  child.stderr.resume()
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
