/** The tests that judge a mutant: the tables. Properties find what tables miss, but take too long for each mutant. */
import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({
  plugins: [fromSources()],
  test: {
    name: 'auth-core-mutation',
    // One process for all files: starting one for each would take longer than the tests.
    isolate: false,
    include: ['src/**/*.test.ts'],
    exclude: ['src/**/*.property.test.ts'],
  },
})
