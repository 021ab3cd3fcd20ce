/**
 * `npm test`: installs, builds, runs every check, then every test. The last line is the sum over all of them.
 * `npm test -- --only <text>` runs the checks whose name holds the text, and no test; `--checks` all of them and no test;
 * `--shard 1/3` no check, and a third of the test files.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.mjs'
import { bin, buildPackages, installPackages, root, run } from './pnpm.mjs'
import { readVitestReport } from './vitest-report.mjs'

const sum = { passed: 0, failed: 0, skipped: 0 }
/** What is printed once everything has run: `{ name, output }`. */
const failures = []
const skipped = []

function pass(name, startedAt) {
  sum.passed += 1
  console.log(`ok    ${name} (${seconds(startedAt)})`)
}

function fail(name, startedAt, output) {
  sum.failed += 1
  failures.push({ name, output })
  console.log(`FAIL  ${name} (${seconds(startedAt)})`)
}

function seconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
}

/** A step that the rest stands on: its output is shown as it comes. */
async function prepare(name, step) {
  const startedAt = performance.now()
  const code = await step().catch((error) => {
    console.error(error)
    return 1
  })
  if (code === 0) return true
  fail(name, startedAt, `The ${name} ended with code ${code}; its output is above. Nothing after it ran.`)
  return false
}

async function check({ name, run: start }) {
  const startedAt = performance.now()
  const { code, output } = await start()
  if (code === 0) pass(name, startedAt)
  else fail(name, startedAt, output)
}

/** Two at a time: most of them keep one core busy. */
async function runChecks(wanted) {
  const waiting = checks.filter(({ name }) => name.includes(wanted))
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next)
  }
  await Promise.all([lane(), lane()])
}

/** Programs of the system may be on their way while this builds and checks: a file is there until they have come. */
async function programs(file = process.env.TEST_WAITS_FOR ?? '') {
  const until = performance.now() + MAX_WAIT_MS
  while (existsSync(file) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
}

const POLL_MS = 500
const MAX_WAIT_MS = 900_000

async function tests(shard) {
  const startedAt = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'vectreal-test-'))
  const file = join(folder, 'report.json')
  const code = await run(bin('vitest'), [
    'run',
    process.stdout.isTTY ? '--reporter=default' : '--reporter=./scripts/progress-reporter.mjs',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...(shard === null ? [] : [`--shard=${shard}`]),
  ])
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  rmSync(folder, { recursive: true, force: true })
  const projects = ['packages', 'apps', 'examples']
    .flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => join(folder, name, 'vitest.config.ts')),
    )
    .filter((config) => existsSync(join(root, config)))
  // A part of the files may leave a project out.
  const result = readVitestReport({ report, code, projects: shard === null ? projects : [], root })
  sum.passed += result.passed
  sum.failed += result.failures.length
  sum.skipped += result.skipped.length
  failures.push(...result.failures)
  skipped.push(...result.skipped)
  console.log(`${result.failures.length === 0 ? 'ok   ' : 'FAIL '} tests (${seconds(startedAt)})`)
}

const argumentOf = (name) => {
  const index = process.argv.indexOf(name)
  return index === -1 ? null : (process.argv[index + 1] ?? '')
}
const wanted = argumentOf('--only') ?? (process.argv.includes('--checks') ? '' : null)
const shard = argumentOf('--shard')

/** The checks build what they need themselves. */
const isReady = async () =>
  (await prepare('install', installPackages)) && (wanted !== null || (await prepare('build', buildPackages)))

if (await isReady()) {
  if (shard === null) await runChecks(wanted ?? '')
  if (wanted === null) {
    await programs()
    await tests(shard)
  }
}

for (const { name, output } of failures) console.log(`\n──── FAILED: ${name}\n${output.trimEnd()}`)
for (const { name, reason } of skipped) console.log(`\nSKIPPED: ${name}${reason ? ` (${reason})` : ''}`)
console.log(
  `\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`,
)
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1
