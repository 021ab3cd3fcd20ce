import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  test: {
    name: 'dashboard',
    globalSetup: ['@vectreal/test-kit/vitest-postgres'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    // Every file loads the whole server: once a worker is enough.
    isolate: false,
  },
})
