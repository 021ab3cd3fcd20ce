import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'embed-sdk',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    // A software GPU on a busy machine takes its time.
    testTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 180_000,
  },
})
