/** Pages as sites write them, by other doors than the element's: places without a size, and Trusted Types. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY, type TestServer } from './api-server.js'
import { type VisitOptions } from './browser-site.js'
import { heard, openDoor, startDoorSite, textOf, type DoorKind, type DoorPage } from './doors.js'
import { openPage, platform, provideSite } from './own-site.js'

let pages: TestServer

provideSite()
beforeAll(async () => {
  pages = await startDoorSite()
})
afterAll(() => pages?.close())

async function open(kind: DoorKind, options: object, given: VisitOptions & { css?: string } = {}) {
  const opened = await openPage(pages.url, given)
  const { page } = opened
  const door: DoorPage = {
    run: (task, argument) => page.evaluate(task as never, argument as never) as never,
    runInside: (task, argument) => page.evaluate(task as never, argument as never) as never,
  }
  if (given.css !== undefined) await page.addStyleTag({ content: given.css })
  await openDoor(door, kind, { baseUrl: platform.url, sceneId: 'chair', apiKey: KEY, ...options })
  return { ...opened, ...door }
}

// A frame takes the size that its page gives it.
describe.each(['element', 'react'] as const)('%s, without a size of its own', (kind) => {
  test.each([
    ['a block', ''],
    ['flex, centred', 'body{display:flex;justify-content:center;align-items:center;height:230px}'],
    ['a flex column, centred', 'body{display:flex;flex-direction:column;align-items:center}'],
    ['grid, centred', 'body{display:grid;place-items:center;height:230px}'],
    ['absolute', 'body{position:relative}body>div{position:absolute}'],
    ['inline-block', 'body>div{display:inline-block}'],
    ['a float', 'body>div{float:left}'],
    ['fit-content', 'body>div{width:fit-content}'],
  ])('is as wide as its place allows, at 4:3: %s', async (_name, css) => {
    const waiting = { loading: 'interaction', width: null }
    const opened = await open(kind, waiting, { css: `body{width:300px}${css}` })
    await expect.poll(() => textOf(opened)).toContain('View in 3D')
    const box = await opened.page.locator('vectreal-scene, [data-vectreal-viewer]').boundingBox()
    expect(box).toMatchObject({ width: 300, height: 225 })
  })
})

describe.each(['iframe', 'react'] as const)('%s, on a page that requires Trusted Types', (kind) => {
  test('shows a compressed model', async () => {
    await platform.setModel('elven-ranger-draco.glb')
    const page = await open(
      kind,
      {},
      {
        async before(page) {
          // To a browser, a page whose response was changed has no address, and the platform is a device in the network.
          await page.context().grantPermissions(['local-network-access'])
          await page.route(`${pages.url}/`, async (route) => {
            const response = await route.fetch()
            const policy = { 'content-security-policy': "require-trusted-types-for 'script'" }
            await route.fulfill({ response, headers: { ...response.headers(), ...policy } })
          })
        },
      },
    )
    await expect.poll(async () => (await heard(page)).phases.at(-1), { timeout: 60_000 }).toBe('ready')
    expect((await heard(page)).errors).toEqual([])
  })
})
