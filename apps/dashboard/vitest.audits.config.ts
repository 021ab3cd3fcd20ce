import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

/** `npm run audit:dashboard`: not a test of the suite, since its scores depend on the machine. */
export default defineConfig({
  plugins: [fromSources()],
  root: import.meta.dirname,
  test: {
    name: 'audits',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    include: ['tests/lighthouse.audits.ts'],
  },
})
