import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'platform',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
