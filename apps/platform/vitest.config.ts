import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'platform',
    // Run by `npm run test:faults`.
    exclude: ['**/node_modules/**', '**/dist/**', 'tests/faults/**'],
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 300_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 300_000,
  },
})
