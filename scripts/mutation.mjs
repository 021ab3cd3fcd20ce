/**
 * `npm run mutation`: changes the rules of auth-core one operator at a time and runs its tests against each
 * change (Stryker). Fails where fewer than 90 % of the changes are noticed.
 */
import { build, install, pnpm } from './pnpm.mjs'

await install()
await build()
process.exitCode = await pnpm('--filter', '@vectreal/auth-core', 'run', 'mutation')
