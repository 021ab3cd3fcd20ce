import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { SITE_PRESETS } from '@vectreal/auth-core/site-presets'
import { ERROR_CODES, type ErrorCode } from '@vectreal/scene-format'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorHeadline } from '../.vitepress/error-codes.js'
import { createDocs } from '../src/main.js'
import { findBrokenLinks } from './support/links.js'
import { readPages } from './support/pages.js'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const pages = readPages(path('../../../docs/'))
let server: Server
let origin: string

beforeAll(async () => {
  const docs = createDocs({
    publicUrl: 'https://3d.shop.example',
    demoUrls: ['http://localhost:5001', 'http://localhost:5002'],
  })
  server = express().use('/docs', docs).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const read = async (slug: string) => (await fetch(`${origin}/docs/${slug}`)).text()

test('every page has its title and text without scripts, and loads nothing that its policy refuses', async () => {
  for (const { slug, markdown } of pages) {
    const response = await fetch(`${origin}/docs/${slug}`)
    const html = await response.text()
    const policy = response.headers.get('content-security-policy') ?? ''
    expect([slug, response.status]).toEqual([slug, 200])
    const [, title = ''] = /^# `?(\w+)/m.exec(markdown) ?? []
    expect(html).toMatch(new RegExp(`<h1[^>]*>(<code>)?${title}`))
    const loaded = [...html.matchAll(/<(?:script|img|link)[^>]+(?:src|href)="([^"]+)"/g)].map(
      ([, url]) => url,
    )
    expect(loaded.filter((url) => !/^(\/docs\/|data:)/.test(url ?? ''))).toEqual([])
    const inline = [...html.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs)].map(([, script = '']) =>
      createHash('sha256').update(script).digest('base64'),
    )
    expect(inline.filter((hash) => !policy.includes(`'sha256-${hash}'`))).toEqual([])
    expect(policy).not.toContain('unsafe')
    expect(html).not.toMatch(/<[a-z][^<>]* (style|on\w+)="/)
  }
})

test('every link leads to a page, a heading or an image that exists', () => {
  expect(findBrokenLinks(path('../dist/site/'))).toEqual([])
})

/** What a link of the contents loads: the first page of a visit comes with a part of it. */
const scriptOf = (slug: string, html: string) =>
  `${origin}${new RegExp(`/docs/assets/${slug}\\.md\\.[^"]+\\.js`).exec(html)?.[0].replace('.lean', '')}`

test('samples have the address of the platform that serves them', async () => {
  const html = await read('quick-start-script-tag')
  expect(html).toContain('https://3d.shop.example/embed/v1.js')
  const script = await (await fetch(scriptOf('quick-start-script-tag', html))).text()
  expect(script).toContain('https://3d.shop.example/embed/v1.js')
  for (const text of [html, script, await read('first-steps')])
    expect(text).not.toMatch(/scenes\.example\.com|\.invalid/)
})

test('a table of addresses has those of the platform that serves it, and of its demo sites', async () => {
  const html = await read('first-steps')
  const script = await (await fetch(scriptOf('first-steps', html))).text()
  for (const text of [html, script]) {
    expect(text).toContain('https://3d.shop.example/dashboard')
    expect(text).toContain('http://localhost:5001')
    expect(text).toContain('http://localhost:5002')
    expect(text).not.toMatch(/localhost:44\d\d/)
  }
})

test('what Vue would take for an expression is shown as it stands', async () => {
  expect(await read('frameworks')).toContain('{{ status }}')
  expect(await read('site-builders')).toContain('{{ product.metafields.custom.scene }}')
})

test.each([
  ['errors', 'errors/'],
  ['errors/key_revoked', 'errors/key_revoked.html'],
  ['keys', 'keys/'],
  ['keys', 'keys.md'],
  ['errors', 'errors/README.md'],
])('%s is found as %s as well', async (slug, other) => {
  expect(await read(other)).toBe(await read(slug))
})

test.each(['allowlist', 'visitor-tokens'])(
  'what marks a table for the tests is not shown: %s',
  async (slug) => {
    expect(await read(slug)).not.toMatch(/<p>&lt;!--/)
  },
)

test('a hashed file stays in the cache of a browser, unless it names the platform', async () => {
  const html = await read('quick-start-script-tag')
  const cached = async (url: string) => (await fetch(url)).headers.get('cache-control')
  const [style] = /\/docs\/assets\/style[^"]+\.css/.exec(html) ?? []
  expect(await cached(`${origin}${style}`)).toContain('immutable')
  expect(await cached(scriptOf('quick-start-script-tag', html))).toBe('no-cache')
  expect(await cached(`${origin}/docs/`)).toBe('no-cache')
})

test('a page that does not exist is 404 and leads back, without scripts too', async () => {
  const response = await fetch(`${origin}/docs/no-such-page`)
  expect(response.status).toBe(404)
  const html = await response.text()
  expect(html).toContain('There is no such page')
  expect(html).toMatch(/<a [^>]*href="\/docs\/"/)
})

describe('error codes', () => {
  const about = pages.filter(({ file }) => /^errors\/[a-z_]+\.md$/.test(file))
  const codes = about.map(({ slug }) => slug.slice('errors/'.length))

  test('each has a page, and each page is about one', () => {
    expect(codes.toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted())
  })

  test('each page opens with what the table says of it', () => {
    const openings = about.map(({ slug, markdown }) => [slug, markdown.split('\n')[2]])
    const expected = codes.map((code) => [`errors/${code}`, errorHeadline(code as ErrorCode)])
    expect(openings).toEqual(expected)
  })

  test('the front page of the errors lists them all, with a link to each', async () => {
    const html = await read('errors')
    for (const code of codes) expect(html).toContain(`href="/docs/errors/${code}"><code>${code}</code>`)
    expect(html).toMatch(/key_revoked<\/code><\/a><\/td>\s*<td>401<\/td>\s*<td><code>key<\/code><\/td>/)
  })
})

describe('the site builders of the dashboard', () => {
  const page = readFileSync(path('../../../docs/site-builders.md'), 'utf8')

  test.each(SITE_PRESETS.map((preset) => [preset.name, preset] as const))(
    '%s has a chapter with every entry and its reason',
    (name, { id, entries, exceptions }) => {
      const chapter = page.split(/^## /m).find((one) => one.startsWith(`${name}\n`)) ?? ''
      expect(name.toLowerCase()).toBe(id)
      const rows = Array.from(chapter.matchAll(/^\| `(.+?)` +\| (.+?) +\|$/gm), ([, template, reason]) => ({
        template,
        reason,
      }))
      expect(rows).toEqual(entries)
      for (const { hosts, advice } of exceptions) {
        expect(chapter).toContain(`Not in advance: \`${hosts}\`. ${advice}`)
      }
    },
  )
})
