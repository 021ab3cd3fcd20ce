import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'viewer-core',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    fileParallelism: false,
  },
})
