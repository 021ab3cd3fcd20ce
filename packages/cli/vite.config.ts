/**
 * One file for each command that is started, so that it starts fast, and in it the client of the management API and what draws
 * models: the server's package, which they are parts of, is not installed with the command line.
 */
import { isAbsolute } from 'node:path'
import { defineConfig } from 'vite'

const BUNDLED = ['@vectreal/scene-api/client', '@vectreal/scene-api/drawing']
const isInstalled = (id: string): boolean => !id.startsWith('.') && !isAbsolute(id) && !BUNDLED.includes(id)

export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      input: { main: 'src/main.ts', index: 'src/index.ts' },
      external: isInstalled,
      // Beside each other, as the sources are: package.json is one folder up.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  ssr: { noExternal: BUNDLED },
})
