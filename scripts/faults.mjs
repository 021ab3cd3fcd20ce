/**
 * `npm run test:faults`: stops, kills and starts three real nodes and their database, and prints what held.
 * `npm run test:faults -- --random <seed> --minutes <n>`: random faults under random work; a seed repeats its faults.
 */
import { bin, build, install, run } from './pnpm.mjs'

const args = process.argv.slice(2)
const random = take('--random')
const minutes = take('--minutes')

await install()
await build()
process.exitCode = await run(
  bin('vitest'),
  ['run', '--config', 'apps/platform/tests/faults/vitest.config.ts', ...args],
  { env: random === null ? {} : { FAULT_SEED: random, FAULT_MINUTES: minutes ?? '10' } },
)

/** The value of an option, taken out; what is left is vitest's. */
function take(name) {
  const at = args.indexOf(name)
  if (at === -1) return null
  const [, value = ''] = args.splice(at, 2)
  if (!/^\d+$/.test(value)) {
    console.error(`${name} must be followed by a whole number.`)
    process.exit(2)
  }
  return value
}
