/** `node scripts/pack-image.mjs <folder>`: what the image needs to run `serve` and `migrate`, laid out. Runs after the build. */
import { layOut } from './lay-out.mjs'
import { fail } from './pnpm.mjs'

const target = process.argv[2]
if (target === undefined) fail('Usage: node scripts/pack-image.mjs <folder>')
await layOut(target, { database: false })
