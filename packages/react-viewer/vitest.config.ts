import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'react-viewer',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
