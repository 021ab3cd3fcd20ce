import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  // Without this Vue looks for a component of that name.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'vectreal-scene' } } })],
  // Settings of the build: a rotated key is a deploy, not a change of code.
  envPrefix: 'VECTREAL_',
})
