/** A small platform and somebody else's site for each test of a file, and the pages it opened; all gone after the test. */
import { afterEach, beforeEach } from 'vitest'
import { startSite, useBrowsers, visit, type Site, type Visit, type VisitOptions } from './browser-site.js'
import { startPlatform, type Platform } from './platform.js'

export let platform: Platform
export let site: Site
const visits: Visit[] = []

/** Called once at the head of a file. */
export function provideSite(): void {
  useBrowsers()
  beforeEach(async () => {
    ;[platform, site] = await Promise.all([startPlatform(), startSite()])
  })
  afterEach(async () => {
    await Promise.all(visits.splice(0).map((one) => one.close()))
    await Promise.all([platform.close(), site.close()])
  })
}

/** Opens a page, by default what the site shows. */
export async function openPage(url: string = site.url, options: VisitOptions = {}): Promise<Visit> {
  const opened = await visit(url, options)
  visits.push(opened)
  return opened
}

/** The platform under the same address once more; the page keeps what it had loaded. */
export async function restartPlatform(): Promise<void> {
  platform = await startPlatform(Number(new URL(platform.url).port))
}
