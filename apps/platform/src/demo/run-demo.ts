/** Everything that `npm start` adds to the platform: the demo's data, and its two sites on origins of their own. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSceneApi, type SceneApiOptions } from '@vectreal/scene-api'
import { close } from '../listen.js'
import { DEMO_ACCOUNT } from './demo-account.js'
import { type Demo, demoFileOf, readKept } from './demo-file.js'
import { seedDemo } from './seed-demo.js'

/**
 * The demo is made over HTTP like anything else, through an API of its own that only this process reaches and that
 * is gone before visitors come. It has an operator's token of its own as well, for the demo's plan.
 */
export async function makeDemo(options: SceneApiOptions, dataDir: string): Promise<Demo> {
  const file = demoFileOf(dataDir)
  const operatorToken = randomBytes(32).toString('base64url')
  // Without mail: the demo's owner has no mailbox to read.
  const { sendMail: _none, ...quiet } = options
  const api = createSceneApi({
    ...quiet,
    operatorToken,
    signUp: 'open',
    signUpDomains: [],
    maintenance: false,
  })
  const server = createServer(api.listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  try {
    const { port } = server.address() as AddressInfo
    const demo = await seedDemo({ baseUrl: `http://127.0.0.1:${port}`, operatorToken, file })
    await api.context.pool.query('update users set email_verified = true where email = $1', [
      DEMO_ACCOUNT.email,
    ])
    await api.optimizeWaiting()
    return demo
  } catch (error) {
    // Its owner may have changed the password, or taken the demo apart: the sites show what became of it.
    const kept = await readKept(file)
    if (kept === null) throw error
    console.error(`The demo could not be completed: ${(error as Error).message}`)
    return kept
  } finally {
    await close(server, { idleMs: 0, graceMs: 1000 })
    await api.close()
  }
}
