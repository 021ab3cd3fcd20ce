import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [react(), fromSources()],
  test: {
    name: 'dashboard',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
    include: ['tests/**/*.test.ts'],
    // Every file loads the whole server: once a worker is enough.
    isolate: false,
  },
})
