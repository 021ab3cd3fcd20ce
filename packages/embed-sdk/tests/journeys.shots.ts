/**
 * Three ways in which scenes meet their visitors, on the real platform, into docs/images/journeys: a preview deployment on its
 * second commit, a released Capacitor app, and a customer portal from signing in to signing out.
 */
/* oxlint-disable vitest/expect-expect -- pictures are looked at */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { signVisitorToken } from '@vectreal/auth-core/sign'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useBrowsers, visit, waitForState } from './browser-site.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const FOLDER = fileURLToPath(new URL('../../../docs/images/journeys/', import.meta.url))
const MINUTE_MS = 60_000
const STYLE = `body{margin:0;font:14px system-ui;background:#fff}
header{padding:8px 12px;background:#eef1f6;overflow-wrap:anywhere}
form{padding:60px 20px;text-align:center}
vectreal-scene{width:480px;height:320px}`

let platform: RealPlatform
useBrowsers()
beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true })
  platform = await startRealPlatform()
})
afterAll(() => platform?.close())

/** A page that says where it is. */
const pageOf = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">
<style>${STYLE}</style><script async src="${platform.url}/embed/v1.js"></script>
<header><b>${title}</b><br><code></code></header><script>document.querySelector('code').textContent = location.href</script>
${content}</html>`

/** Opens a page of a site that is nowhere: `serve` has its responses. */
async function openSite(url: string, serve: (path: string) => string): Promise<Page> {
  const { page } = await visit(url, {
    async before(page) {
      // To a browser, a platform at 127.0.0.1 is a device in the visitor's own network.
      await page.context().grantPermissions(['local-network-access'])
      await page.setViewportSize({ width: 480, height: 370 })
      await page.route(`${new URL(url).origin}/**`, async (route) => {
        const { pathname } = new URL(route.request().url())
        await route.fulfill({ body: serve(pathname), contentType: 'text/html; charset=utf-8' })
      })
    },
  })
  return page
}

const take = (page: Page, name: string) =>
  page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled' })

const allow = ({ projectId }: Showcase, ...allowedDomains: string[]) =>
  platform.call('PATCH', `/projects/${projectId}`, { allowedDomains })

const elementOf = ({ sceneId, token }: Showcase, attributes = '') =>
  `<vectreal-scene scene-id="${sceneId}" api-key="${token}" loading="eager" alt="A race car" ${attributes}></vectreal-scene>`

test('a preview deployment shows the scene, and so does that of the next commit', async () => {
  const scene = await platform.publish()
  await allow(scene, 'pr-*.preview.example.com')
  for (const [index, commit] of ['a1b2c3d', 'e4f5a6b'].entries()) {
    const page = await openSite(`https://pr-12-${commit}.preview.example.com/`, () =>
      pageOf(`Pull request 12, commit ${index + 1}`, elementOf(scene)),
    )
    await waitForState(page, 'ready')
    await take(page, `preview-${index + 1}`)
  }
})

test('an app made with Capacitor shows the scene from inside the phone', async () => {
  const scene = await platform.publish()
  await allow(scene, 'capacitor://localhost', 'https://localhost')
  await platform.call('PATCH', `/projects/${scene.projectId}`, { allowLocalhost: false })
  const page = await openSite('https://localhost/', () =>
    pageOf('An app for Android, made with Capacitor', elementOf(scene)),
  )
  await waitForState(page, 'ready')
  await take(page, 'capacitor')
})

test('a customer portal: signed out, signed in, over, and signed out again', async () => {
  const scene = await platform.publish()
  await allow(scene, 'portal.example.com')
  await platform.call('PATCH', `/projects/${scene.projectId}`, { requireVisitorToken: true })
  const { privateKey, signingKey } = await platform.call('POST', '/signing-keys', {
    name: 'Portal',
    projectIds: [scene.projectId],
  })
  let customer: string | null = null
  let token = scene.token
  const page = await openSite('https://portal.example.com/parts/7', (path) => {
    if (path === '/login') return pageOf('Sign in', '<form action="/parts/7"><button>Sign in</button></form>')
    const title = customer === null ? 'Customer portal' : `Customer portal of ${customer}`
    return pageOf(title, elementOf({ ...scene, token }, 'sign-in-url="/login?next=/parts/7"'))
  })
  await waitForState(page, 'error')
  await take(page, 'portal-1-signed-out')

  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.waitForURL('**/login?next=/parts/7')
  customer = 'customer 7'
  token = await signVisitorToken({
    privateKey,
    signingKeyId: signingKey.id,
    sceneId: scene.sceneId,
    subject: 'customer-7',
  })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await waitForState(page, 'ready')
  await take(page, 'portal-2-signed-in')

  platform.advance(11 * MINUTE_MS)
  await page.reload()
  await waitForState(page, 'error')
  expect(await page.locator('vectreal-scene').getByText('Please sign in').count()).toBe(1)
  await take(page, 'portal-3-token-over')

  customer = null
  token = scene.token
  await page.reload()
  await waitForState(page, 'error')
  await take(page, 'portal-4-signed-out-again')
})
