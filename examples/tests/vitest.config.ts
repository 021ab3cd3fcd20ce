import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'examples',
    testTimeout: 900_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 900_000,
  },
})
