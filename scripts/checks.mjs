/** Every check of the repository that is not a test. `npm test` runs them all. */
import { bin, capture } from './pnpm.mjs'

/** One command of the tool belt; it passes when it ends with 0. */
const command = (name, executable, ...args) => ({
  name,
  run: () => capture(bin(executable), args),
})
const script = (name, file, ...args) => ({
  name,
  run: () => capture(process.execPath, [file, ...args]),
})

export const checks = [
  command('types', 'turbo', 'run', 'types', '--output-logs=errors-only'),
  command('lint', 'oxlint', '--deny-warnings'),
  command('format', 'biome', 'format'),
  command('dependency rules', 'depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'packages'),
  command('unused files, exports and dependencies', 'knip', '--no-progress', '--no-config-hints'),
  script('byte budgets', 'scripts/check-sizes.mjs'),
  script('licences', 'scripts/list-licences.mjs'),
  script('packed packages', 'scripts/check-packages.mjs'),
  script('workflows', 'scripts/check-workflows.mjs'),
]
