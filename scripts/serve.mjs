/** `npm run serve`: installs, builds and runs the platform for production, settings from the environment. */
import { build, install } from './pnpm.mjs'

await install()
await build()
const { main } = await import('../apps/platform/dist/main.js')
await main('serve')
