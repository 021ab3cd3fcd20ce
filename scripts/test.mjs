import { build, install } from './pnpm.mjs'

await install()
await build()
