import { defineConfig } from 'vitest/config'

/** Part of `npm run screenshots`: pictures of the script tag on a page of another origin. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'embed-screenshots',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    include: ['tests/embed.shots.ts'],
  },
})
