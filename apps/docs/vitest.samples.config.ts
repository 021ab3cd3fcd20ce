import { defineConfig } from 'vitest/config'

/** `npm run test:samples`: the code of the docs, against a running platform and in a browser. */
export default defineConfig({
  test: { name: 'samples', include: ['tests/samples.slow.ts'], testTimeout: 300_000, hookTimeout: 600_000 },
})
