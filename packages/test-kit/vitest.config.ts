import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'test-kit',
    globalSetup: ['./src/vitest-postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
