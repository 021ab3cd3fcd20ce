/** The transcript in the README, run as it stands there. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeGlb } from '../../scene-api/tests/support/glb.js'
import { run, startWorkplace } from './support/vectreal.js'

const DAY = 86_400_000
const README = fileURLToPath(new URL('../README.md', import.meta.url))

/** What is another one each time. */
const normalize = (text: string): string =>
  text
    .replaceAll(/https?:\/\/(?:scenes\.example\.com|127\.0\.0\.1:\d+)/g, 'platform')
    .replaceAll(/\b[B-Z]{4}-[B-Z]{4}\b/g, 'code')
    .replaceAll(/Signed in to \S+/g, 'Signed in to organization')
    .replaceAll(/Kept in \S+vectreal\/cred/g, 'Kept in vectreal/cred')
    .replaceAll(/….{4}/g, '…last')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replaceAll(/\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/g, 'day')
    .replaceAll(/\d+(?:\.\d)? k?B/g, 'size')

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

test('the transcript is true', async () => {
  const readme = await readFile(README, 'utf8')
  const transcript = /```console\n([^]*?)```/.exec(readme)?.[1] ?? ''
  const at = await startWorkplace()
  const home = await mkdtemp(join(tmpdir(), 'vectreal-home-'))
  try {
    await writeFile(join(at.folder, 'chair.glb'), makeGlb())
    // Not in the folder of the site, where doctor would find the credentials.
    const env = { VECTREAL_URL: at.env.VECTREAL_URL, XDG_CONFIG_HOME: home }
    /** What an owner does in the browser while the first command waits. */
    const allow = async () => {
      const { rows } = await at.platform.app.context.pool.query('select user_code from device_logins')
      await at.owner.api.call('POST /api/organizations/{org}/device-logins/{code}/approve', {
        params: { org: at.org, code: rows[0].user_code },
      })
    }
    let seen = ''
    for (const line of transcript.trimEnd().split('\n')) {
      const later = /^# (\d+) days later$/.exec(line)
      if (later) {
        at.platform.clock.advance(Number(later[1]) * DAY)
        seen += `${line}\n`
      }
      if (!line.startsWith('$ vectreal ')) continue
      const [command = '', echo] = line.slice('$ vectreal '.length).split('; ')
      const { code, out, err } = await run(wordsOf(command), env, at.folder, { sleep: allow })
      seen += `${line}\n${err}${out}${echo === undefined ? '' : `exit code ${code}\n`}`
    }
    expect(normalize(seen)).toBe(normalize(transcript))
  } finally {
    await at.close()
    await rm(home, { recursive: true })
  }
})
