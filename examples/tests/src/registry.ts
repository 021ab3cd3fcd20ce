/** An npm registry of our own on a free port, empty but for what is published to it. */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { freePort } from '@vectreal/test-kit'
import { runServer } from 'verdaccio'

export interface Registry {
  readonly url: string
  /** An `.npmrc` that publishes here and reads our scope from here, everything else from where it came before. */
  readonly npmrc: string
  stop(): Promise<void>
}

export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const app = await runServer({
    storage: join(folder, 'storage'),
    self_path: folder,
    configPath: join(folder, 'config.yaml'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: 100 } },
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$authenticated' } },
    log: { type: 'file', path: join(folder, 'verdaccio.log'), level: 'warn' },
    web: { enable: false },
    // A release of several megabytes of source maps and decoders.
    max_body_size: '100mb',
  })
  const server: Server = app.listen(port, '127.0.0.1')
  await once(server, 'listening')

  const npmrc = join(folder, '.npmrc')
  const token = await signUp(url)
  await writeFile(npmrc, `@vectreal:registry=${url}\n//127.0.0.1:${port}/:_authToken=${token}\n`)
  return {
    url,
    npmrc,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Makes the one user who may publish; the response carries the token that npm would have kept. */
async function signUp(url: string): Promise<string> {
  const response = await fetch(`${url}-/user/org.couchdb.user:release`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      name: 'release',
      password: 'release-of-a-rehearsal',
      email: 'release@example.com',
    }),
  })
  const { token } = (await response.json()) as { token?: string }
  if (token === undefined) throw new Error(`The registry made no user: ${response.status}`)
  return token
}
