import { afterEach, beforeEach, expect, test } from 'vitest'
import { KEY } from './api-server.js'
import { startSite, visit, waitForState, type Site, type Visit } from './browser-site.js'
import { startPlatform, type Platform } from './platform.js'

let platform: Platform
let site: Site
const visits: Visit[] = []

beforeEach(async () => {
  ;[platform, site] = await Promise.all([startPlatform(), startSite()])
})
afterEach(async () => {
  await Promise.all(visits.splice(0).map((one) => one.close()))
  await Promise.all([platform.close(), site.close()])
})

function tag(attributes = ''): string {
  return `<vectreal-scene scene-id="chair" api-key="${KEY}" ${attributes}></vectreal-scene>`
}

function script(): string {
  return `<script async src="${platform.url}/embed/v1.js"></script>`
}

async function open(html: string, headers?: Record<string, string>): Promise<Visit> {
  site.show(html, headers)
  const opened = await visit(site.url)
  visits.push(opened)
  return opened
}

test('one script tag and one element show the scene', async () => {
  const { page, requests, console } = await open(`${script()}</head><body>${tag()}</body>`)
  await waitForState(page, 'ready')
  const canvas = page.locator('vectreal-scene canvas')
  expect(await canvas.count()).toBe(1)
  expect(console).toEqual([])
  for (const request of requests) {
    expect([platform.url, site.url]).toContain(new URL(request.url()).origin.replace('blob:', ''))
    expect(request.url()).not.toContain('vctrl_')
  }
})
