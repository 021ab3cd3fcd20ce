import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fromSources } from '../../sources.js'

/** While developing: an edit in another package shows at once. What ships is built from `dist`. */
const sources = { ...fromSources(), apply: 'serve' } as const

export default defineConfig({
  plugins: [react(), sources],
  build: { outDir: 'dist/page', emptyOutDir: true },
})
