import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration'
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration'
import { sceneElementManifest } from './scripts/element-manifest.mjs'

const outdir = 'dist'

export default {
  globs: ['src/element/scene-attributes.ts', 'src/element/scene-element-api.ts', 'src/scene/states.ts'],
  outdir,
  packagejson: false,
  plugins: [
    sceneElementManifest(),
    customElementVsCodePlugin({ outdir, cssFileName: null, hideLogs: true }),
    customElementJetBrainsPlugin({ outdir, packageJson: false, hideLogs: true }),
  ],
}
