import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'scene-api',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    // Every file loads the whole server: once a worker is enough.
    isolate: false,
    // They wait for the database and for workers more than they compute. Files of other projects, with a browser each,
    // run before them, two at a time.
    maxWorkers: 3,
    sequence: { groupOrder: 1 },
  },
})
