import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'platform',
    // Run by `npm run test:faults`.
    exclude: ['**/node_modules/**', '**/dist/**', 'tests/faults/**'],
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
