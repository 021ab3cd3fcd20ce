/**
 * Builds `dist/embed/`, the folder that a platform serves under `/embed/` as it is:
 *   v1.js                      the script tag, moving
 *   <version>/embed.js         the script tag, pinned
 *   <version>/<chunk>-<hash>   what both import
 *   <version>/texts-<hash>/    the texts of each language
 *   frame.js                   the script of the iframe page
 *   integrity.json             hashes of everything pinned
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { smallShaders } from './small-shaders.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const embed = join(dist, 'embed')
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
const pinned = join(embed, version)

/** Two hundredths smaller than what the bundler does by itself, and slow: for what has few bytes to spare. */
const SMALLEST = {
  minify: 'terser',
  terserOptions: { ecma: 2022, compress: { passes: 3, ecma: 2022 } },
}

await finishModules()
await rm(embed, { recursive: true, force: true })
const chunks = { ...(await buildChunks()), texts: await writeTexts() }
await buildScript('v1.js', { file: 'v1.js', root: '../', isPinned: false })
await buildScript(`${version}/embed.js`, { file: `${version}/embed.js`, root: '../../', isPinned: true })
await buildFrame()
await writeIntegrity()

/** The modules of the package name their version. */
async function finishModules() {
  const versionFile = join(dist, 'version.js')
  const text = await readFile(versionFile, 'utf8')
  await writeFile(versionFile, text.replace('0.0.0-source', version))
}

/** The ES modules that a scene needs; resolves to the names they got. */
async function buildChunks() {
  const runtime = await buildChunk('scene', 'element/element-runtime.js', SMALLEST)
  const viewer = await buildChunk('viewer', 'scene/engine.js')
  return { runtime, viewer }
}

/** The texts of each language as data, in a folder named after all of them; resolves to its name. */
async function writeTexts() {
  const { LANGUAGES } = await import(pathToFileURL(join(dist, 'scene/language.js')).href)
  const texts = await Promise.all(
    LANGUAGES.map(async (language) => {
      const { default: all } = await import(pathToFileURL(join(dist, `lang/${language}.js`)).href)
      return [language, JSON.stringify(all)]
    }),
  )
  const folder = `texts-${createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, 8)}/`
  await mkdir(join(pinned, folder), { recursive: true })
  for (const [language, json] of texts) await writeFile(join(pinned, folder, `${language}.json`), json)
  return folder
}

/** One file that stands alone: each is imported by itself, with the integrity of one file. */
async function buildChunk(name, entry, minify = {}) {
  const output = await bundle({
    base: './',
    plugins: [smallShaders(), withoutDefaultDecoders(), withoutPreloading()],
    build: {
      ...minify,
      chunkSizeWarningLimit: 1000,
      outDir: pinned,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      sourcemap: true,
      assetsInlineLimit: 0,
      rollupOptions: {
        input: { [name]: join(dist, entry) },
        // Shared code goes into the entries, so that one file is one request and one hash.
        preserveEntrySignatures: 'allow-extension',
        checks: { pluginTimings: false },
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  })
  const chunk = output.find((file) => file.type === 'chunk' && file.isEntry && file.name === name)
  if (chunk.imports.length > 0) throw new Error(`chunk ${name} needs ${chunk.imports}; it has to stand alone`)
  return chunk.fileName
}

/** viewer-core names the decoders it brings; those that three's loaders point to by default would be copies. */
function withoutDefaultDecoders() {
  return {
    name: 'vectreal-without-default-decoders',
    transform: {
      filter: { id: /three\/examples\/jsm\/loaders\/(?:DRACO|KTX2)Loader\.js$/ },
      handler: (code) => ({
        code: code.replace(/new URL\( ('[^']+'), import\.meta\.url \)\.toString\(\)/g, '$1'),
        map: null,
      }),
    },
  }
}

/** Vite's own helper for `import()` looks for style sheets and chunks to preload; there are none. */
function withoutPreloading() {
  return {
    name: 'vectreal-without-preloading',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => 'export const __vitePreload = (load) => load()',
    },
  }
}

/** The pinned script holds its chunks to the bytes that this build made; the moving one trusts its own host. */
async function buildScript(name, { file, root: rootPath, isPinned }) {
  const prefix = `embed/${version}/`
  const files = [chunks.runtime, chunks.viewer]
  const integrity = await Promise.all(
    files.map(async (chunk) => integrityOf(await readFile(join(pinned, chunk)), 'sha256')),
  )
  const facts = {
    version,
    file,
    root: rootPath,
    runtime: prefix + chunks.runtime,
    viewer: prefix + chunks.viewer,
    texts: prefix + chunks.texts,
    integrity: isPinned ? integrity : [],
  }
  await buildClassic('element/script.js', name, { VECTREAL_BUILD: JSON.stringify(facts) })
}

async function buildFrame() {
  const facts = {
    version,
    runtime: `${version}/${chunks.runtime}`,
    viewer: `${version}/${chunks.viewer}`,
    texts: `${version}/${chunks.texts}`,
  }
  await buildClassic('frame/frame.js', 'frame.js', { VECTREAL_BUILD: JSON.stringify(facts) })
}

/** A classic script: no import.meta, no exports, nothing global but what it sets itself. */
async function buildClassic(entry, name, define) {
  await bundle({
    define,
    build: {
      outDir: embed,
      emptyOutDir: false,
      target: 'es2022',
      ...SMALLEST,
      sourcemap: true,
      rollupOptions: {
        input: join(dist, entry),
        output: { format: 'iife', entryFileNames: name, codeSplitting: false },
      },
    },
  })
}

async function bundle(config) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    resolve: { dedupe: ['three'] },
    ...config,
    build: { reportCompressedSize: false, ...config.build },
  })
  return result.output
}

async function writeIntegrity() {
  const files = {}
  for (const name of (await readdir(pinned, { recursive: true })).toSorted()) {
    if (!/\.\w+$/.test(name) || name.endsWith('.map')) continue
    files[`${version}/${name}`] = integrityOf(await readFile(join(pinned, name)))
  }
  await mkdir(embed, { recursive: true })
  await writeFile(join(embed, 'integrity.json'), `${JSON.stringify({ version, files }, null, 2)}\n`)
}

function integrityOf(bytes, algorithm = 'sha384') {
  return `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`
}
