/** Writes what editors and documentation tools read about `<vectreal-scene>`, beside the built modules. */
import { cli } from '@custom-elements-manifest/analyzer/cli.js'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const cwd = dirname(dirname(fileURLToPath(import.meta.url)))

await cli({ argv: ['analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'], cwd })
