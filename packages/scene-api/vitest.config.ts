import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'scene-api',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Every file loads the whole server: once a worker is enough.
    isolate: false,
  },
})
