/** What a Content-Security-Policy must allow for each kind of model, and what is said when it does not. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { messageOf, scene, waitForState, type Visit } from './browser-site.js'
import { openPage, platform, site, provideSite } from './own-site.js'

provideSite()

/** `H` stands for the platform. */
async function open(model: string, policy: string): Promise<Visit> {
  await platform.setModel(model)
  site.show(`<script async src="${platform.url}/embed/v1.js"></script></head><body>${scene()}</body>`, {
    'content-security-policy': policy.replaceAll('H', platform.url),
  })
  return openPage(site.url)
}

const PLAIN = "default-src 'none'; connect-src H; img-src blob:"

describe('enough for', () => {
  test.each([
    ['sports-sedan-variants.glb', `${PLAIN}; script-src H`],
    ['hand-skinned-meshopt.glb', `${PLAIN}; script-src H 'wasm-unsafe-eval'`],
    ['elven-ranger-draco.glb', `${PLAIN}; script-src H 'wasm-unsafe-eval'; worker-src blob:`],
    ['controller-ktx2.glb', `${PLAIN}; script-src H 'wasm-unsafe-eval'; worker-src blob:`],
  ])('%s is %s', async (model, policy) => {
    const { page, console } = await open(model, policy)
    await waitForState(page, 'ready')
    expect(console).toEqual([])
  })
})

describe('too little for', () => {
  test.each([
    ['hand-skinned-meshopt.glb', 'script-src H', "'wasm-unsafe-eval'"],
    ['elven-ranger-draco.glb', 'script-src H; worker-src blob:', "'wasm-unsafe-eval'"],
    // A blocked worker.
    ['elven-ranger-draco.glb', "script-src H 'wasm-unsafe-eval'; worker-src 'none'", 'worker-src blob:'],
    ['controller-ktx2.glb', 'script-src H; worker-src blob:', "'wasm-unsafe-eval'"],
    ['controller-ktx2.glb', "script-src H 'wasm-unsafe-eval'; worker-src 'none'", 'worker-src blob:'],
  ])('%s is %s: the message names %s', async (model, policy, directive) => {
    const { page } = await open(model, `${PLAIN}; ${policy}`)
    await waitForState(page, 'error')
    expect(await messageOf(page)).toContain('decoder_blocked')
    expect(await messageOf(page)).toContain(directive)
    expect(await page.locator('vectreal-scene img').isVisible()).toBe(true)
    // Each try would be one more report for whoever keeps the page.
    expect(await reportsOfWasm(page)).toBe(policy.includes('wasm') ? 0 : 1)
  })
})

function reportsOfWasm(page: Page): Promise<number> {
  return page.evaluate(() => {
    const observer = new ReportingObserver(() => {}, { types: ['csp-violation'], buffered: true })
    observer.observe()
    const reports = observer.takeRecords() as { body: { blockedURL?: string } }[]
    return reports.filter(({ body }) => body.blockedURL === 'wasm-eval').length
  })
}
