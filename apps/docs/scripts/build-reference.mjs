/** Writes the API reference of the published packages into `dist/pages/reference`, one page for each way in. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application } from 'typedoc'

const PACKAGES = [
  'asset-tools',
  'auth-core',
  'cli',
  'embed-sdk',
  'react-viewer',
  'scene-api',
  'scene-format',
  'viewer-core',
]
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const target = path('../dist/pages/reference/')

/** The ways in that a package offers, with the declarations of each. */
async function waysInto(folder) {
  const { exports } = JSON.parse(await readFile(path(`../../../packages/${folder}/package.json`), 'utf8'))
  return (
    Object.entries(exports)
      // One file for each language, all of one shape, is told in the README of the package.
      .filter(([subpath, way]) => way.types !== undefined && !subpath.includes('*'))
      .map(([subpath, { types }]) => ({
        name: folder + subpath.slice(1),
        /** As TypeDoc calls the file. */
        module: join(folder, types)
          .replace(/\.d\.ts$/, '')
          .replace(/\/index$/, ''),
        file: path(`../../../packages/${folder}/${types}`),
      }))
  )
}

const ways = (await Promise.all(PACKAGES.map(waysInto))).flat()
const app = await Application.bootstrapWithPlugins({
  entryPoints: ways.map(({ file }) => file),
  tsconfig: path('./reference.tsconfig.json'),
  plugin: ['typedoc-plugin-markdown'],
  name: 'API of the packages',
  readme: 'none',
  router: 'module',
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  skipErrorChecking: true,
  logLevel: 'Error',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  outputs: [{ name: 'markdown', path: target }],
})
const project = await app.convert()
if (project === undefined) throw new Error('The declarations of the packages cannot be read.')
// Named as they are imported, not after the files of the declarations.
const nameOf = new Map(ways.map(({ module, name }) => [module, `@vectreal/${name}`]))
for (const module of project.children) {
  const name = nameOf.get(module.name)
  if (name === undefined) throw new Error(`The reference has a module that is no way in: ${module.name}`)
  module.name = name
}
await rm(target, { recursive: true, force: true })
await app.generateOutputs(project)

/** Our pages take no HTML, nothing links to a row of a table, and a heading is found by its name. */
const adapt = (markdown) =>
  markdown
    .replaceAll(/<a id="[^"]*"><\/a> ?/g, '')
    .replaceAll(/\[`(\w+)`\]\(([^)#]*)#([^)]+)\)/g, (_link, name, file, target) =>
      target.startsWith('property-') ? `\`${name}\`` : `[\`${name}\`](${file}#${name.toLowerCase()})`,
    )
    .replaceAll(
      /\[(\w+)\]\(([^)#]*)#[^)]+\)/g,
      (_link, name, file) => `[${name}](${file}#${name.toLowerCase()})`,
    )
for (const file of await readdir(target, { recursive: true })) {
  if (!file.endsWith('.md')) continue
  const page = join(target, file)
  await writeFile(page, adapt(await readFile(page, 'utf8')))
}
