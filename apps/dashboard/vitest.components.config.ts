import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

/** What needs neither server nor browser: plain functions, and parts of pages in jsdom. Starts in a second. */
export default defineConfig({
  plugins: [react(), fromSources()],
  test: {
    name: 'dashboard-parts',
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['tests/support/jsdom.ts'],
    // One window for all: what a test renders is cleaned up after it.
    isolate: false,
  },
})
