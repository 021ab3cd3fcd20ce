import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'cli',
    // Every file loads the whole server: once a worker is enough.
    isolate: false,
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
  },
})
