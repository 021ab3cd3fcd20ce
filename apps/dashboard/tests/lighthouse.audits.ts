/** Lighthouse over the pages of a busy organization: `npm run audit:dashboard`. Lighthouse itself comes through npx. */
import '@vectreal/test-kit/vitest-postgres'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { freePort } from '@vectreal/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDashboard, type TestDashboard } from './support/dashboard.js'
import { makeStudio, type Studio } from './support/studio.js'

/** The last major that runs on the Node this repository starts from. */
const LIGHTHOUSE = 'lighthouse@12'
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const
const LEAST = 95
const run = promisify(execFile)

let dashboard: TestDashboard
let studio: Studio
let port: number

beforeAll(async () => {
  port = await freePort()
  dashboard = await startDashboard({}, { args: [`--remote-debugging-port=${port}`] })
  studio = await makeStudio(dashboard)
})
afterAll(() => dashboard.close())

interface Report {
  readonly categories: Record<string, { readonly score: number | null }>
  readonly audits: Record<string, { readonly title: string; readonly score: number | null }>
}

async function audit(path: string): Promise<Report> {
  const { stdout } = await run(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      dashboard.pageUrl(path),
      `--port=${port}`,
      `--extra-headers=${JSON.stringify({ Cookie: studio.owner.credentials['cookie'] })}`,
      `--only-categories=${CATEGORIES.join(',')}`,
      '--preset=desktop',
      '--output=json',
      '--quiet',
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout) as Report
}

test.each([
  ['the sign-in', '/sign-in'],
  ['the overview', '/'],
  ['the keys', '/api-keys'],
  ['the projects', '/projects'],
  ['the blocked embeds', '/blocked-embeds'],
  ['key health', '/key-health'],
  ['the members', '/members'],
  ['the audit log', '/audit-log'],
])('%s', async (name, path) => {
  const { categories, audits } = await audit(path)
  const scores = CATEGORIES.map((category) => Math.round((categories[category]?.score ?? 0) * 100))
  process.stdout.write(`| ${name} | ${scores.join(' | ')} |\n`)
  const below = scores.some((score) => score < LEAST)
  const wanting = Object.entries(audits).filter(([, { score }]) => score !== null && score < 0.9)
  expect(below ? wanting.map(([id, { title, score }]) => `${id} ${score}: ${title}`) : []).toEqual([])
})
