/** Holds the byte budgets of what browsers load. Prints the table that the README quotes. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { ON_DEMAND } from './on-demand.mjs'
import { root } from './pnpm.mjs'

const KB = 1000
const packages = join(root, 'packages')
const sdk = join(packages, 'embed-sdk')
const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'))
const require = createRequire(join(sdk, 'package.json'))
const vite = await import(pathToFileURL(require.resolve('vite')).href)

const PEERS = [/^react($|\/)/, /^react-dom($|\/)/, /^three($|\/)/, /^@react-three\//]

const rows = [
  ['script tag, `embed/v1.js`', gzipped(join(sdk, 'dist/embed/v1.js')), 5 * KB],
  ['viewer it imports, three included', pinnedChunks(), 190 * KB],
  ['`createClient` alone', await bundle(join(sdk, 'dist/index.js'), ['createClient']), 8 * KB],
  [
    'react-viewer with viewer-core and SDK, beside its peers',
    await bundle(join(packages, 'react-viewer/dist/index.js'), ['ModelProvider', 'VectrealViewer']),
    45 * KB,
  ],
  [
    'auth-core without the normalizer',
    await bundle(join(packages, 'auth-core/dist/index.js'), ['createVerifier', 'compileAllowlist']),
    7 * KB,
  ],
]

if (process.argv.includes('--bytes')) console.log(rows.map(([what, bytes]) => `${bytes} ${what}`).join('\n'))
console.log('| what | gzip | budget |\n|---|---|---|')
for (const [what, bytes, budget] of rows) {
  console.log(`| ${what} | ${kilobytes(bytes)} | ${kilobytes(budget)} |${bytes > budget ? ' **over**' : ''}`)
}
process.exitCode = rows.every(([, bytes, budget]) => bytes <= budget) ? 0 : 1

function gzipped(file) {
  return gzipSync(readFileSync(file), { level: 9 }).length
}

function pinnedChunks() {
  const folder = join(sdk, 'dist/embed', version)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js') && file !== 'embed.js' && !ON_DEMAND.test(file))
    .reduce((sum, file) => sum + gzipped(join(folder, file)), 0)
}

/** What a bundler makes of an application that imports these names, minified, first load and later chunks together. */
async function bundle(entry, names) {
  const id = '\0entry'
  const output = await vite.build({
    root: packages,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (source) => (source === 'entry' ? id : null),
        load: (source) =>
          source === id ? `export { ${names.join(', ')} } from ${JSON.stringify(entry)}` : null,
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      assetsInlineLimit: 0,
      rollupOptions: {
        input: 'entry',
        external: (source) => PEERS.some((peer) => peer.test(source)),
        preserveEntrySignatures: 'strict',
      },
    },
  })
  return [output]
    .flat()
    .flatMap((result) => result.output)
    .filter((file) => file.type === 'chunk' && !ON_DEMAND.test(file.fileName))
    .reduce((sum, file) => sum + gzipSync(file.code, { level: 9 }).length, 0)
}

function kilobytes(bytes) {
  return `${(bytes / KB).toFixed(1)} kB`
}
