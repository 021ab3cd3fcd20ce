/**
 * Puts three's Draco and Basis decoders beside the built code, with their licences named. The Basis transcoder builds
 * functions from text, for which a page would have to allow `'unsafe-eval'`; here it makes them as closures.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { withoutEval } from './without-eval.mjs'

const TRANSCODER = 'basis_transcoder.js'

const FILES = [
  'three/examples/jsm/libs/draco/gltf/draco_wasm_wrapper.js',
  'three/examples/jsm/libs/draco/gltf/draco_decoder.wasm',
  'three/examples/jsm/libs/basis/basis_transcoder.js',
  'three/examples/jsm/libs/basis/basis_transcoder.wasm',
]

const target = new URL('../dist/decoders/', import.meta.url)
await mkdir(target, { recursive: true })
for (const file of FILES) {
  await copyFile(fileURLToPath(import.meta.resolve(file)), new URL(file.split('/').at(-1), target))
}
const transcoder = new URL(TRANSCODER, target)
await writeFile(transcoder, withoutEval(await readFile(transcoder, 'utf8')))
// They are classic scripts in a package of modules.
await writeFile(new URL('package.json', target), '{ "type": "commonjs" }\n')
await writeFile(
  new URL('NOTICE.txt', target),
  'Draco (draco_*): Copyright The Draco Authors, Apache License 2.0, https://github.com/google/draco\n' +
    'Basis Universal (basis_*): Copyright Binomial LLC, Apache License 2.0, https://github.com/BinomialLLC/basis_universal\n' +
    'Both as distributed with three.js; basis_transcoder.js is changed, as it says at its head.\n',
)
