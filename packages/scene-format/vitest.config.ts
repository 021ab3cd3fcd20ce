import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  // Pure functions: a worker need not load them anew for every file.
  test: {
    name: 'scene-format',
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    isolate: false,
  },
})
