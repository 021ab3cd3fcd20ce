import { defineConfig } from 'vitest/config'
import { fromSources } from '../../sources.js'

export default defineConfig({ plugins: [fromSources()], test: { name: 'demo-html', testTimeout: 60_000 } })
