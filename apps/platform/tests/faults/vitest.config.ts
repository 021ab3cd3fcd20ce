import { defineConfig } from 'vitest/config'

const isRandom = process.env['FAULT_SEED'] !== undefined

/** `npm run test:faults`; not a part of `npm test`: it stops, kills and starves real processes for minutes. */
export default defineConfig({
  test: {
    name: 'faults',
    root: import.meta.dirname,
    include: [isRandom ? 'nemesis.test.ts' : 'faults.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
