import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'asset-tools',
    // three, glTF Transform and sharp are loaded once a worker.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
