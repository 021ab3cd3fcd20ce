/** Command lines as a user types them, against a platform of the test's own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createServiceToken } from '../../../scene-api/tests/support/organization.js'
import { type Person, startPlatform, type TestPlatform } from '../../../scene-api/tests/support/platform.js'
import { runCli } from '../../src/index.js'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read what is printed freely
  json(): any
}

export interface Workplace {
  readonly platform: TestPlatform
  readonly owner: Person
  readonly org: string
  /** Where commands run, and below which they keep their credentials. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  vectreal(...args: string[]): Promise<Ran>
  close(): Promise<void>
}

export async function startWorkplace(options?: Parameters<typeof startPlatform>[0]): Promise<Workplace> {
  const platform = await startPlatform(options)
  const owner = await platform.signUp()
  const org = await platform.createOrganization(owner, 'business')
  const { token } = await createServiceToken(owner, org, { name: 'CLI' })
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-cli-'))
  const env = {
    VECTREAL_URL: platform.url,
    VECTREAL_ORGANIZATION: org,
    VECTREAL_SERVICE_TOKEN: token,
    XDG_CONFIG_HOME: join(folder, 'config'),
  }
  return {
    platform,
    owner,
    org,
    folder,
    env,
    vectreal: (...args) => run(args, env, folder),
    async close() {
      await platform.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  {
    input = '',
    sleep,
    isInteractive = false,
  }: { input?: string; sleep?: (milliseconds: number) => Promise<void>; isInteractive?: boolean } = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const output = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  }
  const code = await runCli(args, output, {
    env,
    cwd,
    isInteractive,
    input: () => Readable.from([input]),
    ...(sleep && { sleep }),
  })
  return { code, out, err, json: () => JSON.parse(out) }
}
