/** A real nginx with its default buffers in front of a platform, where this machine has one (Debian: `nginx-light`). */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@vectreal/test-kit'

export interface TestNginx {
  readonly url: string
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

export async function startNginx(upstream: string): Promise<TestNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-nginx-'))
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
    .join('\n')
  const settings = join(folder, 'nginx.conf')
  await writeFile(
    settings,
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr notice;
events {}
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass ${upstream}; proxy_set_header Host ${new URL(upstream).host}; }
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
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
