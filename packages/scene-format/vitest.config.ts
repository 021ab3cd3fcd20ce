import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Pure functions: a worker need not load them anew for every file.
  test: { name: 'scene-format', testTimeout: 60_000, hookTimeout: 60_000, isolate: false },
})
