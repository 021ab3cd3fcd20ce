/** `npm run playground`: a page with every prop, every failure, a slow network and a lost context of the viewer. */
import { build, fail, install, root, run } from './pnpm.mjs'
import { join } from 'node:path'

await install()
await build()
const config = join(root, 'packages/react-viewer/playground/vite.config.ts')
const vite = join(root, 'packages/react-viewer/node_modules/vite/bin/vite.js')
const code = await run(process.execPath, [vite, '--config', config])
if (code !== 0) fail(`The playground ended with code ${code}.`)
