/** The GitHub Action and the pre-commit hook: their steps, run as a runner would run them. */
import { spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeGlb } from '../../scene-api/tests/support/glb.js'
import { createProject } from '../../scene-api/tests/support/organization.js'
import { startWorkplace, type Workplace } from './support/vectreal.js'

const DAY = 86_400_000
const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

interface Action {
  readonly inputs: Record<string, { default?: string }>
  readonly runs: { readonly steps: readonly { env: Record<string, string>; run: string }[] }
}

let at: Workplace
let bin: string
beforeAll(async () => {
  at = await startWorkplace()
  await createProject(at.owner, at.org, { name: 'Shop' })
  bin = join(at.folder, 'bin')
  await mkdir(bin)
  // The package of this commit, where npx would fetch the published one.
  const npx = `#!/bin/sh\nshift 2\nexec ${process.execPath} ${file('packages/cli/dist/main.js')} "$@"\n`
  await writeFile(join(bin, 'npx'), npx)
  await chmod(join(bin, 'npx'), 0o755)
})
afterAll(() => at.close())

function start(script: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; out: string }> {
  const child = spawn('bash', ['-c', script], {
    cwd: at.folder,
    env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1' },
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (out += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })))
}

/** As the runner does: inputs with their defaults, put in place of the expressions. */
async function runAction(given: Record<string, string>) {
  const { inputs, runs } = parse(await readFile(file('action/action.yml'), 'utf8')) as Action
  const inputsOf = (name: string) => given[name] ?? inputs[name]?.default ?? ''
  const [step] = runs.steps
  const env = Object.fromEntries(
    Object.entries(step?.env ?? {}).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_all, input: string) => inputsOf(input)),
    ]),
  )
  expect(step?.run).not.toContain('${{')
  const output = join(at.folder, 'github-output')
  await writeFile(output, '')
  const ran = await start(step?.run ?? '', { ...env, RUNNER_TEMP: at.folder, GITHUB_OUTPUT: output })
  return { ...ran, outputs: await readFile(output, 'utf8') }
}

test('the action pushes a scene, renews keys once, and fails where doctor finds something', async () => {
  const given = {
    url: at.platform.url,
    organization: at.org,
    'service-token': at.env.VECTREAL_SERVICE_TOKEN as string,
  }
  await writeFile(join(at.folder, 'chair.glb'), makeGlb())
  const pushed = await runAction({ ...given, command: 'scenes-push', path: 'chair.glb', publish: 'true' })
  expect(pushed).toMatchObject({ code: 0, out: expect.stringContaining('Pushed chair, version 1') })

  const created = await at.vectreal('keys', 'create', '--name', 'Site', '--expires', '30')
  at.platform.clock.advance(20 * DAY)
  const renew = () => runAction({ ...given, command: 'keys-renew' })
  expect(await renew()).toMatchObject({ code: 0, outputs: 'renewed=1\n' })
  expect(await renew()).toMatchObject({ code: 0, outputs: 'renewed=0\n' })

  await mkdir(join(at.folder, 'dist'))
  await writeFile(join(at.folder, 'dist/index.html'), `<vectreal-scene api-key="${created.out.trim()}">`)
  const doctor = (more: object = {}) => runAction({ ...given, command: 'doctor', path: 'dist', ...more })
  expect(await doctor()).toMatchObject({ code: 0, out: expect.stringContaining('was rotated') })
  expect(await doctor({ origin: 'https://x.example' })).toMatchObject({ code: 1 })
  expect(await runAction({ ...given, command: '$(touch owned)' })).toMatchObject({ code: 2 })
})

test('the pre-commit hook refuses a service token that would be committed, and nothing else', async () => {
  const [hook] = parse(await readFile(file('.pre-commit-hooks.yaml'), 'utf8')) as { entry: string }[]
  const folder = join(at.folder, 'repository')
  const token = at.env.VECTREAL_SERVICE_TOKEN as string
  await mkdir(folder)
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  const inRepository = (script: string) => start(`cd repository && ${script}`, {})
  const as = '-c user.name=A -c user.email=a@example.com'
  const commit = () => inRepository(`git ${as} commit -qm change`)
  await inRepository('git init -q')
  await write('.git/hooks/pre-commit', `#!/bin/sh\nexec ${hook?.entry}\n`)
  await chmod(join(folder, '.git/hooks/pre-commit'), 0o755)

  await write('.gitignore', '.env\n')
  await write('.env', `VECTREAL_SERVICE_TOKEN=${token}`)
  await write('app.js', 'const answer = 42')
  await inRepository('git add -A')
  expect(await commit()).toMatchObject({ code: 0 })

  await write('app.js', `const answer = "${token}"`)
  await inRepository('git add -A')
  // What lies there is not what would be committed.
  await write('app.js', 'const answer = 42')
  expect(await commit()).toMatchObject({
    code: 1,
    out: expect.stringMatching(/Service token ….{4}.*\n +app\.js:1/),
  })
  await inRepository('git add -A')
  expect((await inRepository('git log --format=%s')).out).toBe('change\n')
})
