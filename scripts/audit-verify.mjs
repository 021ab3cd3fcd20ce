/** `npm run audit:verify -- <file>`: `vectreal audit verify` of this repository. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bin, fail, root, run } from './pnpm.mjs'

const main = join(root, 'packages/cli/dist/main.js')
if (!existsSync(main)) {
  const code = await run(bin('turbo'), [
    'run',
    'build',
    '--filter=@vectreal/cli',
    '--output-logs=errors-only',
  ])
  if (code !== 0) fail('The build failed; see the lines above.', code)
}
process.exitCode = await run(process.execPath, [main, 'audit', 'verify', ...process.argv.slice(2)])
