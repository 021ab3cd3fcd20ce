/**
 * `npm run unit`: the unit tests (those beside the sources) that a change since `main` reaches, in whatever package.
 * With arguments: `vitest run` with them, so `npm run unit -- --project auth-core` runs all tests of one package.
 */
import { spawnSync } from 'node:child_process'
import { bin, root, run } from './pnpm.mjs'

const given = process.argv.slice(2)

/** Where this branch left main, or the last commit where there is no main. */
function base() {
  for (const main of ['origin/main', 'main']) {
    const found = spawnSync('git', ['merge-base', 'HEAD', main], { cwd: root, encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  return 'HEAD'
}

process.exitCode = await run(
  bin('vitest'),
  given.length > 0 ? ['run', ...given] : ['run', '--passWithNoTests', '--changed', base(), 'src/'],
)
