/** `npm run test:faults`: stops, kills and starves three real nodes and their database, and prints what held. */
import { bin, build, install, run } from './pnpm.mjs'

await install()
await build()
process.exitCode = await run(bin('vitest'), [
  'run',
  '--config',
  'apps/platform/tests/faults/vitest.config.ts',
  ...process.argv.slice(2),
])
