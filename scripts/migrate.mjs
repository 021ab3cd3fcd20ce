/** `npm run migrate`: migrates as the owner of the database (DATABASE_OWNER_URL), before servers start without it. */
import { build, install, isInstalled, run } from './pnpm.mjs'

if (!isInstalled()) await install()
await build()
process.exitCode = await run(process.execPath, ['apps/platform/dist/main.js', 'migrate'])
