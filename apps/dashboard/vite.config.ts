import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type ProxyOptions } from 'vite'
import { fromSources } from '../../sources.js'

const platform = process.env['VECTREAL_API'] ?? 'http://localhost:4400'

/** To the platform, as a page of its own: it refuses writes from other origins, and this dev server is another one. */
const toPlatform: ProxyOptions = {
  target: platform,
  changeOrigin: true,
  configure(proxy) {
    proxy.on('proxyReq', (outgoing, { headers }) => {
      if (headers.origin === `http://${headers.host}`) outgoing.setHeader('origin', platform)
    })
  },
}

/** While developing: an edit in another package shows at once. What ships is built from `dist`. */
const sources = { ...fromSources(), apply: 'serve' } as const

export default defineConfig({
  base: '/dashboard/',
  resolve: {
    // Its exports name the build for development alone, which carries checks and their texts.
    alias: [
      {
        find: /^react-router$/,
        replacement: fileURLToPath(
          new URL('./node_modules/react-router/dist/production/index.mjs', import.meta.url),
        ),
      },
    ],
  },
  plugins: [react(), tailwindcss(), sources],
  build: {
    target: 'es2022',
    manifest: true,
    // Browsers of this target preload modules by themselves, or do without.
    modulePreload: { polyfill: false },
    // Inlined files would be data: URLs, which the page's policy has no reason to allow for fonts.
    assetsInlineLimit: 0,
    // three alone is past the default warning; it loads only where a model shows.
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': toPlatform, '/docs': toPlatform, '/embed': toPlatform, '/posters': toPlatform },
  },
})
