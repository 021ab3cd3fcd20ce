import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'embed-sdk',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    // A software GPU on a busy machine takes its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
