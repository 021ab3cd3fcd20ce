/** `npm run backup|restore|move-database -- <folder or address>`: builds what is needed and runs it with the platform's settings. */
import { build, install, isInstalled, run } from './pnpm.mjs'

if (!isInstalled()) await install()
await build()
process.exitCode = await run(process.execPath, ['apps/platform/dist/main.js', ...process.argv.slice(2)])
