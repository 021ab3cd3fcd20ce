import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: { name: 'docs', testTimeout: 300_000, expect: { poll: { timeout: 20_000 } }, hookTimeout: 600_000 },
})
