import { GLB_CASES } from '@vectreal/test-kit/glb-cases'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createSnippets } from '../src/snippets.js'
import { KEY } from './api-server.js'
import { scene, waitForState } from './browser-site.js'
import { openPage, platform, site, provideSite } from './own-site.js'
import type { VectrealSceneElement } from '../src/element/index.js'

provideSite()

function script(path = 'v1.js'): string {
  return `<script async src="${platform.url}/embed/${path}"></script>`
}

async function open(
  html: string,
  headers?: Record<string, string>,
  before?: (page: Page) => Promise<unknown>,
) {
  site.show(html, headers)
  return openPage(site.url, before === undefined ? {} : { before })
}

/** Adds the script to a page that is there already. */
async function addScript(page: Page, path = 'v1.js'): Promise<void> {
  await page.evaluate((src) => {
    const script = document.createElement('script')
    script.src = src
    document.head.append(script)
  }, `${platform.url}/embed/${path}`)
}

async function pinnedPath(): Promise<{ version: string; integrity: string }> {
  const response = await fetch(`${platform.url}/embed/integrity.json`)
  const { version, files } = (await response.json()) as { version: string; files: Record<string, string> }
  return { version, integrity: files[`${version}/embed.js`] ?? '' }
}

const apiPaths = () => platform.requests.map(({ path }) => path).filter((path) => path.startsWith('/api/'))

describe('one script tag and one element', () => {
  test('show the scene, ask nobody else, and keep the key in its header', async () => {
    // As a scene is that nobody has set anything for.
    for (const name of Object.keys(platform.settings)) delete platform.settings[name]
    const { page, requests, console } = await open(`${script()}</head><body>${scene()}</body>`)
    await waitForState(page, 'ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
    expect(console).toEqual([])
    const origins = new Set(requests.map((request) => new URL(request.url()).origin))
    expect([...origins].toSorted()).toEqual([platform.url, site.url].toSorted())
    expect(requests.map((request) => request.url()).join(' ')).not.toContain('vctrl_')
    expect(apiPaths().filter((path) => path === '/api/scenes/chair')).toHaveLength(
      platform.requests.filter(({ path, method }) => path === '/api/scenes/chair' && method !== 'GET')
        .length + 1,
    )
  })

  test('name who made the model, with a link to where it comes from', async () => {
    await platform.setModel('sports-sedan-variants.glb')
    const { page } = await open(`${script()}</head><body>${scene()}</body>`)
    await waitForState(page, 'ready')
    const credit = page.getByRole('link', {
      name: 'Sports Sedan (with material variants) by Kenney, CC0-1.0',
    })
    expect(await credit.getAttribute('href')).toBe('https://github.com/pmndrs/market-assets')
  })

  test('move nothing on the page: the layout shift is 0', async () => {
    const [snippet] = createSnippets({
      baseUrl: platform.url,
      sceneId: 'chair',
      sceneName: 'Chair',
      apiKey: KEY,
    })
    const { page } = await open(
      `</head><body><h1>Shop</h1>${snippet?.code}<p>Below</p></body>`,
      {},
      async (page) => {
        await page.addInitScript(() => {
          const shifts: number[] = []
          Object.assign(window, { shifts })
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
          }).observe({ type: 'layout-shift', buffered: true })
        })
      },
    )
    await waitForState(page, 'ready')
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
  })
})

describe('the order of things does not matter', () => {
  test('element first, with properties set before the script has come', async () => {
    const { page } = await open('</head><body><vectreal-scene></vectreal-scene></body>')
    await page.locator('vectreal-scene').evaluate((element, key) => {
      Object.assign(element, { sceneId: 'chair', apiKey: key, autoRotate: true, alt: 'A chair' })
    }, KEY)
    await addScript(page)
    await waitForState(page, 'ready')
    const element = page.locator('vectreal-scene')
    expect(await element.getAttribute('auto-rotate')).toBe('')
    expect(await page.getByRole('application', { name: 'A chair' }).count()).toBe(1)
  })

  test('script first, element added later', async () => {
    const { page } = await open(`${script()}</head><body></body>`)
    await page.locator('body').evaluate((body, html) => {
      body.innerHTML = html
    }, scene())
    await waitForState(page, 'ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
  })

  test('the script twice, and two versions of it', async () => {
    const { version } = await pinnedPath()
    const { page, console } = await open(`${script()}${script()}</head><body>${scene()}</body>`)
    await waitForState(page, 'ready')
    await addScript(page, `${version}/embed.js`)
    await page.evaluate(() => {
      // Another version is the same script under another number.
      Object.assign((window as unknown as { Vectreal: object }).Vectreal, { version: '0.1.0' })
    })
    await addScript(page, `${version}/embed.js`)
    await expect.poll(() => console.join(' '), { timeout: 20_000 }).toContain('which stays')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
    expect(console.filter((line) => !line.startsWith('warning: [vectreal]'))).toEqual([])
  })

  test('window.Vectreal takes tasks before and after', async () => {
    const { page } = await open(
      `<script>window.Vectreal = []; Vectreal.push((v) => { window.early = v.version })</script>${script()}</head><body></body>`,
    )
    await page.waitForFunction(() => 'early' in window)
    const seen = await page.evaluate(async () => {
      const global = window as unknown as {
        early: string
        Vectreal: {
          version: string
          push(task: (v: { version: string }) => void): void
          load(): Promise<{ createClient: unknown }>
        }
      }
      let late = ''
      global.Vectreal.push((v) => {
        late = v.version
      })
      const { createClient } = await global.Vectreal.load()
      return {
        early: global.early,
        late,
        version: global.Vectreal.version,
        createClient: typeof createClient,
      }
    })
    expect(seen).toEqual({
      early: seen.version,
      late: seen.version,
      version: (await pinnedPath()).version,
      createClient: 'function',
    })
  })
})

describe('loading', () => {
  test('lazy waits until the scene comes near, eager does not', async () => {
    const { page } = await open(
      `${script()}</head><body><div style="height:3000px"></div>${scene('id="lazy"')}<div style="height:3000px"></div>${scene('id="eager" loading="eager"').replace('chair', 'table')}</body>`,
    )
    await waitForState(page, 'ready', '#eager')
    expect(await page.locator('#lazy').getAttribute('data-vectreal-state')).toBe('idle')
    expect(apiPaths().some((path) => path.includes('chair'))).toBe(false)
    await page.locator('#lazy').scrollIntoViewIfNeeded()
    await waitForState(page, 'ready', '#lazy')
  })

  test('interaction waits for the button', async () => {
    const { page } = await open(`${script()}</head><body>${scene('loading="interaction"')}</body>`)
    const button = page.getByRole('button', { name: 'View in 3D' })
    await button.waitFor()
    expect(apiPaths()).toEqual([])
    await button.click()
    await waitForState(page, 'ready')
    expect(await button.count()).toBe(0)
  })

  test('ten scenes on one page all load', async () => {
    const many = Array.from({ length: 10 }, (_, index) =>
      scene(`loading="eager" style="display:inline-block;width:120px"`).replace('chair', `scene-${index}`),
    ).join('')
    const { page, console } = await open(`${script()}</head><body>${many}</body>`)
    await expect
      .poll(() => page.locator('vectreal-scene[data-vectreal-state=ready]').count(), { timeout: 400_000 })
      .toBe(10)
    expect(console).toEqual([])
    // Ten contexts on a software GPU that other tests use as well.
  }, 500_000)
})

test('properties, methods and events are those of React', async () => {
  await platform.setModel('showroom-cameras-lights.glb')
  const { page } = await open(`${script()}</head><body>${scene()}</body>`)
  await waitForState(page, 'ready')
  const seen = await page.locator('vectreal-scene').evaluate(async (node) => {
    const element = node as VectrealSceneElement
    const poses: unknown[] = []
    document.addEventListener('pose', (event) => poses.push((event as CustomEvent).detail))
    await element.load()
    await element.goTo('Top')
    while (poses.length === 0) await new Promise((resolve) => requestAnimationFrame(resolve))
    const picture = await element.screenshot({ width: 64, height: 48, camera: 'Hero' })
    const unknown = await element.goTo('Nowhere').catch((error: Error) => `${error.name}: ${error.message}`)
    return {
      cameras: element.cameras,
      picture: [picture.type, picture.size > 100],
      unknown,
      name: element.manifest?.name,
      state: element.state,
      error: element.error,
    }
  })
  expect(seen.cameras).toEqual(expect.arrayContaining(['Hero', 'Detail', 'Top']))
  expect(seen.picture).toEqual(['image/png', true])
  expect(seen.unknown).toBe('TypeError: This scene has no camera "Nowhere"; it has: "Hero", "Detail", "Top"')
  expect(seen).toMatchObject({ name: 'Chair', state: 'ready', error: null })
})

test('attributes change the scene while it is on screen, and a new scene-id loads another', async () => {
  const { page } = await open(`${script()}</head><body>${scene('alt="One"')}</body>`)
  await waitForState(page, 'ready')
  await page.locator('vectreal-scene').evaluate((element) => element.setAttribute('alt', 'Two'))
  await page.getByRole('application', { name: 'Two' }).waitFor()
  await page.locator('vectreal-scene').evaluate((element) => element.setAttribute('scene-id', 'table'))
  await expect.poll(apiPaths).toContain('/api/scenes/table/model')
  await waitForState(page, 'ready')
  expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
})

test('the poster behind the key is shown first, from memory', async () => {
  platform.respond('model', () => {})
  const { page } = await open(`${script()}</head><body>${scene('alt="A chair"')}</body>`)
  const poster = page.getByRole('img', { name: 'A chair' })
  await poster.waitFor()
  expect(await poster.getAttribute('src')).toMatch(/^blob:/)
  expect(await page.locator('vectreal-scene').getAttribute('data-vectreal-state')).toBe('downloading')
})

test('the placeholder goes when the poster is there, which may be transparent', async () => {
  platform.placeholder = 'data:image/png;base64,iVBORw0KGgo='
  platform.respond('model', () => {})
  const { page } = await open(`${script()}</head><body>${scene('alt="A chair"')}</body>`)
  await page.getByRole('img', { name: 'A chair' }).waitFor()
  const background = () =>
    page
      .locator('vectreal-scene')
      .evaluate((element) => element.shadowRoot?.querySelector<HTMLElement>('.poster')?.style.backgroundImage)
  await expect.poll(background).toBe('')
})

test('the shaders of the built viewer have what every material needs', async () => {
  const model = GLB_CASES.find(({ name }) => name === 'every extension of materials')
  await platform.setModel(model?.bytes() ?? '')
  const { page, console } = await open(`${script()}</head><body>${scene()}</body>`)
  await waitForState(page, 'ready')
  expect(console).toEqual([])
})

test('the buttons of the viewer look as they do in React', async () => {
  await platform.setModel('showroom-cameras-lights.glb')
  // A poster that comes late changes the shape of the element, and nothing else of its styles.
  let sendPoster = (): void => {}
  platform.respond('poster', (_req, res) => {
    sendPoster = () => res.writeHead(200, { 'content-type': 'image/png' }).end()
  })
  const { page } = await open(`${script()}</head><body>${scene()}</body>`)
  await waitForState(page, 'ready')
  sendPoster()
  await page.locator('vectreal-scene img').waitFor({ state: 'attached' })
  const hotspot = page.locator('vectreal-scene [data-hotspot]').first()
  expect(await hotspot.evaluate((button) => getComputedStyle(button).borderStyle)).toBe('none')
})

describe('removal', () => {
  /** What is alive on a page: all that a scene might forget to give back. */
  interface Live {
    listeners: number
    timers: number
    frames: number
    observers: number
    urls: number
    workers: number
    requests: number
    contexts: number
  }

  const COUNTERS = () => {
    const live = { listeners: 0, observers: 0, urls: 0, workers: 0, requests: 0 }
    const timers = new Set<unknown>()
    const frames = new Set<unknown>()
    const contexts = new Set<WebGL2RenderingContext>()
    const take = (): Live => ({
      ...live,
      timers: timers.size,
      frames: frames.size,
      contexts: [...contexts].filter((gl) => !gl.isContextLost()).length,
    })
    Object.assign(window, { live: take })
    for (const target of [window, document, matchMedia('(prefers-reduced-motion: reduce)')]) {
      const known = new Map<unknown, number>()
      const add = target.addEventListener.bind(target) as (...args: unknown[]) => void
      const remove = target.removeEventListener.bind(target) as (...args: unknown[]) => void
      const drop = (listener: unknown) => {
        const count = known.get(listener) ?? 0
        if (count === 0) return
        known.set(listener, count - 1)
        live.listeners -= 1
      }
      Object.assign(target, {
        addEventListener(
          type: string,
          listener: unknown,
          options?: { signal?: AbortSignal; once?: boolean },
        ) {
          live.listeners += 1
          known.set(listener, (known.get(listener) ?? 0) + 1)
          options?.signal?.addEventListener('abort', () => drop(listener))
          add(type, listener, options)
        },
        removeEventListener(type: string, listener: unknown, options?: unknown) {
          drop(listener)
          remove(type, listener, options)
        },
      })
    }
    for (const [start, stop, set, isOnce] of [
      ['setTimeout', 'clearTimeout', timers, true],
      ['setInterval', 'clearInterval', timers, false],
      ['requestAnimationFrame', 'cancelAnimationFrame', frames, true],
    ] as const) {
      const begin = window[start] as (...args: unknown[]) => unknown
      const end = window[stop] as (handle: unknown) => void
      Object.assign(window, {
        [start](task: (...args: unknown[]) => void, ...rest: unknown[]) {
          const run = (...args: unknown[]) => {
            if (isOnce) set.delete(handle)
            task(...args)
          }
          const handle = begin.call(window, run, ...rest)
          set.add(handle)
          return handle
        },
        [stop](handle: unknown) {
          set.delete(handle)
          end.call(window, handle)
        },
      })
    }
    for (const [name, stop, counter] of [
      ['IntersectionObserver', 'disconnect', 'observers'],
      ['ResizeObserver', 'disconnect', 'observers'],
      ['Worker', 'terminate', 'workers'],
    ] as const) {
      const Original = window[name] as new (...args: unknown[]) => object
      Object.assign(window, {
        [name]: class extends Original {
          isLive = true
          constructor(...args: unknown[]) {
            super(...args)
            live[counter] += 1
          }
          [stop]() {
            if (this.isLive) live[counter] -= 1
            this.isLive = false
            ;(Original.prototype as Record<string, () => void>)[stop]!.call(this)
          }
        },
      })
    }
    const { createObjectURL, revokeObjectURL } = URL
    URL.createObjectURL = (blob) => {
      live.urls += 1
      return createObjectURL.call(URL, blob)
    }
    URL.revokeObjectURL = (url) => {
      live.urls -= 1
      revokeObjectURL.call(URL, url)
    }
    const { fetch } = window
    window.fetch = (...args) => {
      live.requests += 1
      return fetch(...args).finally(() => (live.requests -= 1))
    }
    const { getContext } = HTMLCanvasElement.prototype
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      const context = (getContext as (...args: unknown[]) => unknown).apply(this, args)
      if (context instanceof WebGL2RenderingContext) contexts.add(context)
      return context
    } as typeof getContext
  }
  const alive = (page: Page) => page.evaluate(() => (window as unknown as { live(): Live }).live())

  test.each(['race-car.glb', 'elven-ranger-draco.glb', 'zombie-skinned-animated.glb'])(
    'of a scene on screen leaves nothing behind: %s',
    async (model) => {
      await platform.setModel(model)
      const { page } = await open(`${script()}</head><body></body>`, {}, async (page) => {
        await page.addInitScript(COUNTERS)
      })
      await page.waitForFunction(() => 'Vectreal' in window)
      const before = await alive(page)
      for (let round = 0; round < 2; round += 1) {
        await page.locator('body').evaluate((body, html) => {
          body.innerHTML = html
        }, scene())
        await waitForState(page, 'ready')
        expect((await alive(page)).contexts).toBe(1)
        await page.locator('body').evaluate((body) => body.replaceChildren())
      }
      await expect.poll(() => alive(page), { timeout: 30_000 }).toEqual(before)
      const asked = platform.requests.length
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
      expect(platform.requests).toHaveLength(asked)
    },
  )

  test('while loading stops the download and says nothing', async () => {
    const closed = new Promise<void>((resolve) => {
      platform.respond('model', (_req, res) => {
        res.on('close', resolve)
        res.writeHead(200, { 'content-type': 'model/gltf-binary' })
        res.write('glTF')
      })
    })
    const { page, console } = await open(`${script()}</head><body>${scene()}</body>`)
    await waitForState(page, 'downloading')
    await expect.poll(() => apiPaths().includes('/api/scenes/chair/model'), { timeout: 20_000 }).toBe(true)
    const outcome = page.locator('vectreal-scene').evaluate(async (element) => {
      const loading = (element as VectrealSceneElement).load().then(
        () => 'loaded',
        (error: Error) => error.name,
      )
      element.remove()
      return loading
    })
    expect(await outcome).toBe('AbortError')
    await closed
    expect(console).toEqual([])
  })

  test('moving an element inside the page is none', async () => {
    const { page } = await open(`${script()}</head><body>${scene()}<main></main></body>`)
    await waitForState(page, 'ready')
    const asked = apiPaths().length
    await page.evaluate(() =>
      document.querySelector('main')?.append(document.querySelector('vectreal-scene') as Node),
    )
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
    expect(await page.locator('main vectreal-scene').getAttribute('data-vectreal-state')).toBe('ready')
    expect(apiPaths()).toHaveLength(asked)
  })
})

describe('the pinned script', () => {
  test('runs with its integrity', async () => {
    const pinned = await pinnedPath()
    const facts = { baseUrl: platform.url, sceneId: 'chair', sceneName: 'Chair', apiKey: KEY, pinned }
    const code = createSnippets(facts).find(({ id }) => id === 'pinned')?.code
    const { page, console } = await open(`</head><body>${code}</body>`)
    await waitForState(page, 'ready')
    expect(console).toEqual([])
  })

  test('refuses a chunk with other bytes', async () => {
    const { version } = await pinnedPath()
    const response = await fetch(`${platform.url}/embed/integrity.json`)
    const { files } = (await response.json()) as { files: Record<string, string> }
    const chunk = Object.keys(files).find((file) => file.includes('/scene-')) ?? ''
    const body = `${await (await fetch(`${platform.url}/embed/${chunk}`)).text()};window.tampered=true`
    platform.replaceFile(
      chunk,
      (_req, res) => void res.writeHead(200, { 'content-type': 'text/javascript' }).end(body),
    )
    const { page } = await open(`${script(`${version}/embed.js`)}</head><body>${scene()}</body>`)
    await waitForState(page, 'error')
    expect(await page.evaluate(() => 'tampered' in window)).toBe(false)
  })
})
