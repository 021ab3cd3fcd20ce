import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'platform',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
