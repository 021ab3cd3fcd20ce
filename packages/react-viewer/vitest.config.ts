import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'react-viewer',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Pictures come from a software GPU, on a machine that may be busy.
    expect: { poll: { timeout: 60_000 } },
  },
})
