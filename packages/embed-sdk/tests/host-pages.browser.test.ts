/** Pages as sites write them: where the element stands, who else handles it, and how the script gets there. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { VectrealSceneElement } from '@vectreal/embed-sdk/element'
import { messageOf, scene, waitForState, type Visit } from './browser-site.js'
import { openPage, platform, site, provideSite } from './own-site.js'

provideSite()

async function open(html: string, headers?: Record<string, string>): Promise<Visit> {
  site.show(html.replaceAll('H/', `${platform.url}/`), headers)
  return openPage(site.url)
}

const SCRIPT = '<script async src="H/embed/v1.js"></script>'

const scenePaths = () =>
  platform.requests.map(({ path }) => path).filter((path) => path.startsWith('/api/scenes/'))

describe('without a size of its own', () => {
  /** Parents, and what of their width is left for the scene. */
  const PLACES: readonly (readonly [name: string, html: string, width: number])[] = [
    ['block', '<div style="width:300px">S</div>', 300],
    ['flex', '<div style="display:flex;width:300px;align-items:flex-start">S</div>', 300],
    [
      'flex, centred',
      '<div style="display:flex;justify-content:center;align-items:center;width:300px;height:290px">S</div>',
      300,
    ],
    [
      'flex column, centred',
      '<div style="display:flex;flex-direction:column;align-items:center;width:300px">S</div>',
      300,
    ],
    [
      'flex, beside another',
      '<div style="display:flex;align-items:flex-start;width:300px"><i style="flex:0 0 100px"></i>S</div>',
      200,
    ],
    ['grid, centred', '<div style="display:grid;place-items:center;width:300px;height:290px">S</div>', 300],
    [
      'absolute',
      '<div style="position:relative;width:300px;height:225px"><div style="position:absolute">S</div></div>',
      300,
    ],
    ['inline block', '<div style="width:300px"><div style="display:inline-block">S</div></div>', 300],
    ['inline flex', '<div style="width:300px"><div style="display:inline-flex">S</div></div>', 300],
    ['float', '<div style="width:300px"><div style="float:left">S</div></div>', 300],
    ['cell', '<div style="width:300px"><table cellpadding="0" cellspacing="0"><td>S</table></div>', 300],
    ['fit-content', '<div style="width:300px"><div style="width:fit-content">S</div></div>', 300],
  ]

  test('is as wide as its place allows, at 4:3', async () => {
    const waiting = scene('loading="interaction"')
    const { page } = await open(
      `${SCRIPT}</head><body>${PLACES.map(([, html]) => html.replace('S', waiting)).join('<br clear=all>')}</body>`,
    )
    await page.locator('vectreal-scene [part=start]').last().waitFor()
    const boxes = await page
      .locator('vectreal-scene')
      .evaluateAll((all) => all.map((one) => [one.clientWidth, one.clientHeight]))
    expect(Object.fromEntries(PLACES.map(([name], index) => [name, boxes[index]]))).toEqual(
      Object.fromEntries(PLACES.map(([name, , width]) => [name, [width, width * 0.75]])),
    )
  })

  test('is shown, and takes the shape of the poster', async () => {
    platform.posterSize = { width: 60, height: 20 }
    const { page } = await open(
      `${SCRIPT}</head><body><div style="display:flex;justify-content:center;width:240px">${scene('loading="eager"')}</div></body>`,
    )
    await waitForState(page, 'ready')
    const box = await page.locator('vectreal-scene').boundingBox()
    expect(box).toMatchObject({ width: 240, height: 80 })
  })

  test('a box that the page makes 0×0 says so in the console and stops nobody who waits', async () => {
    const { page, console } = await open(
      `${SCRIPT}</head><body>${scene('loading="eager" style="width:0;height:0"')}</body>`,
    )
    await waitForState(page, 'ready')
    expect(console.join('\n')).toContain('0×0')
  })
})

test('a clone starts afresh, whatever the original had reached', async () => {
  const { page } = await open(
    `${SCRIPT}</head><body>${scene('', '<img alt="A chair" src="data:image/png;base64,iVBORw0KGgo=">')}</body>`,
  )
  await waitForState(page, 'ready')
  const poster = (selector: string) =>
    page
      .locator(selector)
      .evaluate(
        (element) =>
          getComputedStyle(element.shadowRoot?.querySelector('[part=poster]') as Element).visibility ===
          'visible',
      )
  await expect.poll(() => poster('vectreal-scene')).toBe(false)
  await page.evaluate(() => {
    const copy = document.querySelector('vectreal-scene')?.cloneNode(true) as HTMLElement
    copy.setAttribute('loading', 'interaction')
    copy.id = 'copy'
    document.body.append(copy)
  })
  const copy = page.locator('#copy')
  expect(await copy.getAttribute('data-vectreal-state')).toBe('idle')
  expect(await copy.getAttribute('aria-busy')).toBe('false')
  expect(await poster('#copy')).toBe(true)
  // The page as it would be saved, or kept by a router: nothing on the host but what the page wrote and the state.
  expect(
    await page
      .locator('vectreal-scene')
      .first()
      .evaluate((element) => element.getAttributeNames()),
  ).toEqual(['scene-id', 'api-key', 'data-vectreal-state', 'aria-busy'])
  await copy.getByRole('button').click()
  await waitForState(page, 'ready', '#copy')
})

test.each(['undefined', 'null'])('a property set to %s is left out', async (word) => {
  const { page } = await open(
    `${SCRIPT}</head><body>${scene('alt="A chair" auto-rotate camera-controls')}</body>`,
  )
  await waitForState(page, 'ready')
  await page.locator('vectreal-scene').evaluate((element, given) => {
    const nothing = given === 'null' ? null : undefined
    Object.assign(element, {
      alt: nothing,
      autoRotate: nothing,
      cameraControls: nothing,
      loading: nothing,
      baseUrl: nothing,
    })
  }, word)
  await page.getByRole('application', { name: 'Chair', exact: true }).waitFor()
  expect(await page.locator('vectreal-scene').evaluate((element) => element.getAttributeNames())).toEqual([
    'scene-id',
    'api-key',
    'data-vectreal-state',
    'aria-busy',
  ])
  const asked = scenePaths().length
  await page.locator('vectreal-scene').evaluate((element, given) => {
    const nothing = given === 'null' ? null : undefined
    Object.assign(element, { sceneId: nothing, apiKey: nothing })
  }, word)
  await waitForState(page, 'idle')
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
  expect(scenePaths()).toHaveLength(asked)
})

test('what frameworks write means what their authors mean', async () => {
  const { page } = await open(`${SCRIPT}</head><body><vectreal-scene></vectreal-scene></body>`)
  await waitForState(page, 'idle')
  const read = await page.locator('vectreal-scene').evaluate((node) => {
    const element = node as VectrealSceneElement
    const given = (messages: unknown) => {
      Object.assign(element, { messages })
      return [element.getAttribute('messages'), element.messages]
    }
    const texts = { retry: 'Nochmal' }
    return [given(texts), given(JSON.stringify(texts)), given(null)]
  })
  const written = ['{"retry":"Nochmal"}', { retry: 'Nochmal' }]
  expect(read).toEqual([written, written, [null, {}]])
})

test('an element that another document adopts is shown there with its styles, its toolbar too', async () => {
  const { page } = await open(
    `${SCRIPT}</head><body>${scene('toolbar="reset fullscreen"')}<iframe width="300" height="230" srcdoc="<body style='margin:0'>"></iframe></body>`,
  )
  await waitForState(page, 'ready')
  await page.evaluate(() => {
    const inner = document.querySelector('iframe')?.contentDocument as Document
    inner.body.append(document.querySelector('vectreal-scene') as Node)
  })
  const inner = page.frameLocator('iframe').locator('vectreal-scene')
  await page.frameLocator('iframe').locator('vectreal-scene[data-vectreal-state=ready]').waitFor()
  expect(await inner.evaluate((element) => [element.clientWidth, element.clientHeight])).toEqual([300, 225])
  const controls = inner.locator('[role=toolbar]')
  await expect.poll(() => controls.evaluate((bar) => getComputedStyle(bar).display)).toBe('flex')
})

test.each([
  ['a template', "document.createElement('template').content"],
  ['a document that is not shown', "document.implementation.createHTMLDocument('').body"],
])('an element that is put into %s is quiet there, and is shown when it is back', async (_what, place) => {
  const { page, console } = await open(`${SCRIPT}</head><body>${scene()}</body>`)
  await waitForState(page, 'ready')
  await page.evaluate(`${place}.append(window.kept = document.querySelector('vectreal-scene'))`)
  expect(await page.evaluate('kept.state')).toBe('idle')
  await page.evaluate('document.body.append(kept)')
  await waitForState(page, 'ready')
  expect(await page.locator('vectreal-scene').evaluate((element) => element.clientHeight)).toBe(228)
  expect(console.filter((line) => line.startsWith('pageerror'))).toEqual([])
})

describe('the script runs', () => {
  async function inlined(): Promise<string> {
    const source = await (await fetch(`${platform.url}/embed/v1.js`)).text()
    return `<script>${source.replaceAll('</', '<\\/')}</script>`
  }

  test.each([
    ['as a module', '<script type="module" src="H/embed/v1.js"></script>'],
    ['imported', `<script type="module">import('H/embed/v1.js')</script>`],
  ])('%s', async (_how, tag) => {
    const { page, console } = await open(`${tag}</head><body>${scene()}</body>`)
    await waitForState(page, 'ready')
    expect(console).toEqual([])
    expect(
      await page.evaluate(() => (window as unknown as { Vectreal: { baseUrl: string } }).Vectreal.baseUrl),
    ).toBe(`${platform.url}/`)
  })

  test('inlined, with the platform named by base-url', async () => {
    const { page } = await open(
      `${await inlined()}</head><body>${scene(`base-url="${platform.url}"`)}</body>`,
    )
    await waitForState(page, 'ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
  })

  test('inlined without: says what is missing', async () => {
    const { page } = await open(`${await inlined()}</head><body>${scene()}</body>`)
    await waitForState(page, 'error')
    const message = await messageOf(page)
    expect(message).toContain('does not know its address')
    expect(message).toContain('set base-url')
    expect(message).not.toContain('Content-Security-Policy')
  })
})

describe('Trusted Types', () => {
  const DRACO = 'elven-ranger-draco.glb'
  const REQUIRED = "require-trusted-types-for 'script'"

  async function show(model: string, policy: string): Promise<Page> {
    await platform.setModel(model)
    const { page } = await open(`${SCRIPT}</head><body>${scene()}</body>`, {
      'content-security-policy': policy,
    })
    return page
  }

  test.each([
    [DRACO, REQUIRED],
    ['controller-ktx2.glb', `${REQUIRED}; trusted-types vectreal`],
  ])('%s is shown under "%s"', async (model, policy) => {
    const page = await show(model, policy)
    await waitForState(page, 'ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
  })

  test('that have no room for the policy are named', async () => {
    const page = await show(DRACO, `${REQUIRED}; trusted-types other`)
    await waitForState(page, 'error')
    expect(await messageOf(page)).toContain('decoder_blocked')
    expect(await messageOf(page)).toContain('trusted-types vectreal')
  })

  test('that name policies and require none stop nothing', async () => {
    const page = await show(DRACO, 'trusted-types other')
    await waitForState(page, 'ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
  })
})
