/**
 * Draws a model as pages show it, with the platform's own viewer in a headless Chromium. The browser reaches no network: all it
 * asks for comes from here.
 */
import type { Route } from 'playwright-core'

/** As the dashboard makes posters. */
const DEFAULT_SIZE = { width: 1600, height: 1200 } as const

/** A file on disk, or what is in memory. */
export type ServedFile = { readonly path: string } | { readonly body: Buffer; readonly contentType: string }

interface ModelDrawing {
  /** Path of the browser's executable. */
  readonly browser: string
  /** A folder of this drawing alone, with a path of at most 60 bytes: the browser keeps a socket in it. */
  readonly home: string
  /** Path of the GLB. */
  readonly model: string
  /** Of the scene, without its poster. */
  readonly manifest: { readonly id: string }
  /** One of embed-sdk's browser files, by its path below `/embed`. */
  readonly embedFile: (path: string) => Promise<ServedFile>
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/**
 * For each step. A machine that is busy takes minutes to start a browser, and a failed attempt counts; the server's worker has a bound
 * for all steps together.
 */
const STEP_MS = 180_000
const ORIGIN = 'https://poster.invalid'
const SWITCHES = [
  '--use-angle=swiftshader',
  '--use-gl=angle',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

/** Resolves to a PNG, by default of 1600 × 1200 pixels. Rejects where the browser does not start or the viewer shows nothing. */
export async function drawModel({
  browser: executablePath,
  home,
  width = DEFAULT_SIZE.width,
  height = DEFAULT_SIZE.height,
  ...files
}: ModelDrawing): Promise<Buffer> {
  // The system grants root no sandbox of its own; what is drawn has passed the check of uploads before.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  // Here: loading it takes a server half a second and 50 MB, and servers only look for the browser.
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath,
    args: [...SWITCHES, ...sandbox],
    env: { HOME: home, TMPDIR: home },
    timeout: STEP_MS,
  })
  try {
    const page = await browser.newPage({
      viewport: { width: 800, height: 600 },
      // A clip stands where it begins.
      reducedMotion: 'reduce',
    })
    page.setDefaultTimeout(STEP_MS)
    await page.route('**/*', (route) => fulfill(route, files))
    await page.goto(`${ORIGIN}/`)
    return Buffer.from(await page.evaluate(draw, { width, height }), 'base64')
  } finally {
    await browser.close()
  }
}

/** Runs in the page. */
async function draw(size: { width: number; height: number }): Promise<string> {
  await customElements.whenDefined('vectreal-scene')
  const element = document.querySelector('vectreal-scene') as HTMLElement & {
    load(): Promise<void>
    screenshot(options: object): Promise<Blob>
  }
  await element.load()
  const image = await element.screenshot({ ...size, type: 'image/png' })
  const bytes = new Uint8Array(await image.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}

async function fulfill(
  route: Route,
  { manifest, model, embedFile }: Pick<ModelDrawing, 'manifest' | 'model' | 'embedFile'>,
): Promise<void> {
  const { origin, pathname } = new URL(route.request().url())
  if (origin !== ORIGIN) return route.abort()
  if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: page(manifest) })
  if (pathname === `/api/scenes/${manifest.id}`) return route.fulfill({ json: manifest })
  if (pathname === `/api/scenes/${manifest.id}/model`) {
    return route.fulfill({ path: model, contentType: 'model/gltf-binary' })
  }
  if (!pathname.startsWith('/embed/')) return route.fulfill({ status: 404 })
  return route.fulfill(await embedFile(pathname.slice('/embed'.length)))
}

/** The key is none: nobody asks for it here. */
function page({ id }: { readonly id: string }): string {
  return `<!doctype html><script src="/embed/v1.js"></script>
<vectreal-scene scene-id="${id}" api-key="none" loading="eager" toolbar="none" style="width:800px;height:600px"></vectreal-scene>`
}
