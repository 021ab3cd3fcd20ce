/** Builds the test page the way a site's bundler does. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { fromSources } from '../../../sources.js'

/** @returns the folder of the built site, in the temp folder; whoever asked removes it. */
export async function buildPage(name = 'page'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-react-viewer-'))
  await build({
    root: fileURLToPath(new URL(`./${name}/`, import.meta.url)),
    logLevel: 'error',
    configFile: false,
    plugins: [fromSources()],
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
  })
  return folder
}
