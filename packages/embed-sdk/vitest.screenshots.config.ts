import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

/** Part of `npm run screenshots`: pictures of the script tag on pages of other origins, and of the toolbar. */
export default defineConfig({
  plugins: [fromSources()],
  root: import.meta.dirname,
  test: {
    name: 'embed-screenshots',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    include: ['tests/embed.shots.ts', 'tests/journeys.shots.ts', 'tests/toolbar.shots.ts'],
  },
})
