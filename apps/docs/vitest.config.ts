import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'docs', testTimeout: 300_000, hookTimeout: 600_000 } })
