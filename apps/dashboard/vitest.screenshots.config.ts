import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

/** `npm run screenshots`: not a test of the suite, but run by the same tools over the same real server. */
export default defineConfig({
  plugins: [fromSources()],
  root: import.meta.dirname,
  test: {
    name: 'screenshots',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    include: ['tests/screenshots.shots.ts'],
  },
})
