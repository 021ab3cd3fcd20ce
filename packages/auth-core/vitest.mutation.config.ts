/** The tests that judge a mutant: those beside the rules, without the browser and the size budget. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  define: { PROPERTY_RUNS_DIVISOR: '20' },
  test: { name: 'auth-core-mutation', testTimeout: 60_000, include: ['src/**/*.test.ts'] },
})
