import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

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
    proxy: { '/api': process.env['VECTREAL_API'] ?? 'http://localhost:4400' },
  },
})
