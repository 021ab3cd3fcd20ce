import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'viewer-core',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Pictures come from a software GPU, on a machine that may be busy.
    expect: { poll: { timeout: 60_000 } },
  },
})
