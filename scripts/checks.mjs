/** Every check of the repository that is not a test, each a task of turbo: one that saw the same files before is not run again. */
import { bin, capture } from './pnpm.mjs'

/** @param task of turbo.json; `//#` are those of the repository as a whole */
const check = (name, task) => ({
  name,
  run: () => capture(bin('turbo'), ['run', task, '--output-logs=errors-only']),
})

export const checks = [
  check('types', 'types'),
  check('lint', '//#lint'),
  check('format', '//#format:check'),
  check('dependency rules', '//#deps:check'),
  check('unused files, exports and dependencies', '//#check:unused'),
  check('byte budgets', '//#check:sizes'),
  check('licences', '//#check:licences'),
  check('packed packages', '//#check:packages'),
  check('workflows', '//#check:workflows'),
]
