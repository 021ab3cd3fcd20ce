/** An edit of the component around a viewer, under the development server, as whoever builds a page meets it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchBrowser } from '@vectreal/test-kit'
import react from '@vitejs/plugin-react'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer, type ViteDevServer } from 'vite'
import { API_KEY, type SceneServer, startSceneServer } from './scene-server.js'

let folder: string
let dev: ViteDevServer
let scenes: SceneServer
let browser: Browser

/** The page's own component. */
const app = (heading: string) => `
import { ModelProvider, VectrealViewer } from '@vectreal/react-viewer'
import { useState } from 'react'

export function App() {
  const [count, setCount] = useState(0)
  return (
    <ModelProvider sceneId="race-car" apiKey="${API_KEY}" baseUrl="${scenes.apiOrigin}">
      <h1>${heading}</h1>
      <button onClick={() => setCount(count + 1)}>{count} clicks</button>
      <VectrealViewer alt="A race car" settings={{ environment: { preset: 'none' }, shadow: { kind: 'none' } }} />
    </ModelProvider>
  )
}
`

beforeAll(async () => {
  // Inside the package, so that its imports resolve as in a project that has it installed.
  folder = await mkdtemp(fileURLToPath(new URL('./.fast-refresh-', import.meta.url)))
  scenes = await startSceneServer(folder)
  await writeFile(join(folder, 'app.jsx'), app('Before'))
  await writeFile(
    join(folder, 'main.jsx'),
    `import { createRoot } from 'react-dom/client'
import { StrictMode } from 'react'
import { App } from './app.jsx'
createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>)`,
  )
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>Shop</title><link rel="icon" href="data:,"><div id="root" style="width:240px"></div><script type="module" src="./main.jsx"></script>',
  )
  dev = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(folder, '.vite'),
    plugins: [react()],
    server: { host: '127.0.0.1', port: 0, fs: { strict: false } },
  })
  await dev.listen()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await dev?.close()
  await scenes?.close()
  await rm(folder, { recursive: true, force: true })
})

test('an edit keeps state, picture and download, and asks the API nothing', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 320 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(dev.resolvedUrls?.local[0] ?? '')
  const ready = page.locator('[data-vectreal-state=ready]')
  await ready.waitFor()
  await page.getByRole('button', { name: '0 clicks' }).click()
  await page.locator('canvas').evaluate((canvas) => canvas.setAttribute('data-marked', ''))
  const asked = scenes.requests.length
  await writeFile(join(folder, 'app.jsx'), app('After'))
  await page.getByRole('heading', { name: 'After' }).waitFor()
  await page.getByRole('button', { name: '1 clicks' }).waitFor()
  await ready.waitFor()
  expect(await page.locator('canvas[data-marked]').count()).toBe(1)
  expect(scenes.requests).toHaveLength(asked)
  expect(complaints).toEqual([])
})
