import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', 'apps/*/vitest.config.ts', 'examples/tests/vitest.config.ts'],
    // Two cores wait for browsers and databases half of the time.
    maxWorkers: 3,
  },
})
