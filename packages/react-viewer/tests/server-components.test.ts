/** What a server component gets from the package: `react-server` in Node, with client modules taken for references. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, type Plugin } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
let code: string

/** As bundlers for server components do it: of a module that says 'use client' its names remain. */
function clientReferences(): Plugin {
  return {
    name: 'client-references',
    transform(source, id) {
      if (!/^['"]use client['"]/.test(source)) return null
      const names = this.parse(source).body.flatMap((node) => {
        if (node.type !== 'ExportNamedDeclaration') return []
        if (node.declaration === null) {
          return node.specifiers.map(({ exported }) => (exported.type === 'Identifier' ? exported.name : ''))
        }
        return node.declaration.type === 'FunctionDeclaration' ? [node.declaration.id?.name ?? ''] : []
      })
      const reference = (name: string) =>
        `export const ${name} = { $$typeof: Symbol.for('react.client.reference'), $$id: ${JSON.stringify(`${id}#${name}`)} }`
      return { code: names.map(reference).join('\n'), map: null }
    },
  }
}

beforeAll(async () => {
  folder = await mkdtemp(fileURLToPath(new URL('./.server-components-', import.meta.url)))
  const entry = join(folder, 'entry.js')
  await writeFile(entry, "export * from '@vectreal/react-viewer'")
  const conditions = ['react-server', 'module', 'node', 'import', 'default']
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [clientReferences()],
    ssr: { noExternal: [/@vectreal/], resolve: { conditions } },
    build: { ssr: entry, write: false, minify: false },
  })
  const [first] = (result as { output: { code: string }[] }).output
  code = first?.code ?? ''
  await writeFile(join(folder, 'bundle.mjs'), code)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the poster is markup, the viewer and its hooks are references', async () => {
  const script = `
    const all = await import('./bundle.mjs')
    const kinds = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, typeof value === 'function' ? 'code' : 'reference']))
    const poster = all.ScenePoster({ manifest: {
      id: 'car', name: 'Car', updatedAt: '', settings: {},
      poster: { url: 'https://api.example/posters/abc', width: 4, height: 3, placeholder: null },
    } })
    console.log(JSON.stringify({ kinds, poster: JSON.stringify(poster) }))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions', 'react-server', '--input-type=module', '-e', script],
    { cwd: folder },
  )
  const { kinds, poster } = JSON.parse(stdout) as { kinds: Record<string, string>; poster: string }
  expect(kinds).toEqual({
    ModelProvider: 'reference',
    ScenePoster: 'code',
    VectrealError: 'code',
    VectrealViewer: 'reference',
    isVectrealError: 'code',
    useModel: 'reference',
    useModelContext: 'reference',
  })
  expect(poster).toContain('https://api.example/posters/abc')
})

test('neither three nor any state comes along', () => {
  expect(code).not.toMatch(/from ["']three|useState|createContext/)
})
