/**
 * `npm run test:postgres -- <folder of initdb and postgres>`: what is asked of the database, on the PostgreSQL of that folder, such
 * as /usr/lib/postgresql/16/bin. Without one: on the newest.
 */
import { bin, build, install, run } from './pnpm.mjs'

const [programs = ''] = process.argv.slice(2)

await install()
await build()
process.exitCode = await run(
  bin('vitest'),
  [
    'run',
    'packages/scene-api/tests',
    'apps/platform/tests/database.test.ts',
    'apps/platform/tests/oldest-postgres.test.ts',
    'apps/platform/tests/process.test.ts',
  ],
  { env: programs === '' ? {} : { TEST_POSTGRES_BIN: programs } },
)
