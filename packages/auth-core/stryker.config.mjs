/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // Named, because pnpm does not put it beside Stryker itself.
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  // In place: the sandbox would lie outside the workspace, away from tsconfig.base.json.
  inPlace: true,
  mutate: [
    'src/allowlist.ts',
    'src/api-key.ts',
    'src/authorization.ts',
    'src/crc32.ts',
    'src/decide-access.ts',
    'src/domain-pattern.ts',
    'src/key-status.ts',
    'src/lease-cache.ts',
    'src/origin.ts',
    'src/plan.ts',
    'src/request-origin.ts',
    'src/rotation.ts',
    'src/suggested-pattern.ts',
    'src/verifier.ts',
  ],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 90 },
}
