import { defineConfig } from 'vite'

export default defineConfig({
  // Settings of the build: a rotated key is a deploy, not a change of code.
  envPrefix: 'VECTREAL_',
})
