import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/longest-first.mjs'

export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      'apps/*/vitest.config.ts',
      'apps/dashboard/vitest.components.config.ts',
      'examples/tests/vitest.config.ts',
    ],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
})
