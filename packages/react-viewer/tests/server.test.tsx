// @vitest-environment node
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ModelProvider, type SceneManifest, ScenePoster, VectrealViewer } from '@vectreal/react-viewer'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

const KEY = `vctrl_${'k'.repeat(43)}`
const manifest: SceneManifest = {
  id: 'car',
  projectId: 'p',
  name: 'Car </script><b>',
  version: 3,
  updatedAt: '2026-11-01T12:00:00.000Z',
  model: {
    url: 'https://api.example/api/scenes/car/model',
    mediaType: 'model/gltf-binary',
    bytes: 9,
    sha256: 'a',
  },
  poster: {
    url: 'https://api.example/posters/abc',
    mediaType: 'image/webp',
    width: 640,
    height: 480,
    placeholder: null,
  },
  settings: {
    credit: { title: 'Car', author: 'Ada', licence: 'CC0', sourceUrl: 'javascript:alert(1)' },
  } as SceneManifest['settings'],
}

test('the server renders poster, text alternative, credit and structured data, and no key', () => {
  const html = renderToString(
    <ModelProvider sceneId="car" apiKey={KEY} baseUrl="https://api.example">
      <VectrealViewer manifest={manifest} alt="A red car" />
    </ModelProvider>,
  )
  expect(html).toContain('src="https://api.example/posters/abc"')
  expect(html).toContain('alt="A red car"')
  expect(html).toContain('Car by Ada, CC0')
  expect(html).toContain('itemType="https://schema.org/3DModel"><meta itemProp="name" content="')
  expect(html).toContain('<link itemProp="image" href="https://api.example/posters/abc"/>')
  expect(html).toContain('data-vectreal-state="idle"')
  expect(html).not.toContain(KEY)
  expect(html).not.toContain('</script><b>')
  expect(html).not.toContain('href="javascript:')
})

test('search engines get the picture of link previews where the scene has one', () => {
  const link = { url: 'https://api.example/posters/def', mediaType: 'image/jpeg', width: 1200, height: 630 }
  const pictured = { ...manifest, poster: manifest.poster && { ...manifest.poster, link } }
  for (const html of [
    renderToString(<ScenePoster manifest={pictured} />),
    renderToString(
      <VectrealViewer sceneId="car" apiKey={KEY} baseUrl="https://api.example" manifest={pictured} />,
    ),
  ]) {
    expect(html).toContain('<link itemProp="image" href="https://api.example/posters/def"/>')
    expect(html).toContain('src="https://api.example/posters/abc"')
  }
})

test('a viewer alone renders too, also without a manifest', () => {
  const html = renderToString(
    <VectrealViewer sceneId="car" apiKey={KEY} baseUrl="https://api.example" alt="A car" />,
  )
  expect(html).toContain('A car')
  expect(html).not.toContain(KEY)
})

test('the poster part needs no script', () => {
  expect(renderToString(<ScenePoster manifest={manifest} />)).toContain(
    'src="https://api.example/posters/abc"',
  )
})

test('Node imports the package without a browser', async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const run = promisify(execFile)
  const script = "import('@vectreal/react-viewer').then((all) => console.log(Object.keys(all).sort().join()))"
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: folder })
  expect(stdout.trim()).toBe(
    'DEFAULT_MESSAGES,ModelProvider,ScenePoster,VectrealError,VectrealViewer,isVectrealError,useModel,useModelContext',
  )
})

test.each(['index', 'model-provider', 'use-model-context', 'vectreal-viewer'])(
  'dist/%s.js starts with "use client"',
  async (name) => {
    const text = await readFile(new URL(`../dist/${name}.js`, import.meta.url), 'utf8')
    expect(text.startsWith("'use client';")).toBe(true)
  },
)
