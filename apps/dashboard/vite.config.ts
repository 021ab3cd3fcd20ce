import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type ProxyOptions } from 'vite'

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

export default defineConfig({
  base: '/dashboard/',
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2022',
    manifest: true,
    // Inlined files would be data: URLs, which the page's policy has no reason to allow for fonts.
    assetsInlineLimit: 0,
    // three alone is past the default warning; it loads only where a model shows.
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': toPlatform, '/docs': toPlatform, '/embed': toPlatform, '/posters': toPlatform },
  },
})
