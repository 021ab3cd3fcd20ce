/** `npm start`: installs, builds and runs the platform with its demo, in this process: one signal stops all of it. */
import { build, install } from './pnpm.mjs'

await install()
await build()
const { main } = await import('../apps/platform/dist/main.js')
await main('start')
