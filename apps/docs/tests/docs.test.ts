import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { PROBLEM_CODES } from '@vectreal/scene-api'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrokenLinks } from '../src/check-links.js'
import { readLibrary } from '../src/library.js'
import { createDocs } from '../src/main.js'

/** The SDK keeps the list of its codes to itself. */
const VECTREAL_ERROR = new URL('../../../packages/embed-sdk/src/vectreal-error.ts', import.meta.url).href
const root = fileURLToPath(new URL('../../../docs/', import.meta.url))
const library = readLibrary([root])
let server: Server
let origin: string

beforeAll(async () => {
  server = express().use('/docs', createDocs({ root })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('every page answers with its title and loads nothing from elsewhere', async () => {
  for (const page of library.pages.values()) {
    const response = await fetch(`${origin}/docs/${page.slug}`)
    const html = await response.text()
    expect([page.slug, response.status]).toEqual([page.slug, 200])
    expect(html).toContain('</h1>')
    const loaded = [...html.matchAll(/<(?:script|img|link)[^>]+(?:src|href)="([^"]+)"/g)].map(
      (match) => match[1],
    )
    expect(loaded.filter((url) => !/^(\/docs\/|data:)/.test(url ?? ''))).toEqual([])
  }
})

test('every link leads to a page, a heading or an image that exists', () => {
  expect(findBrokenLinks(library, root)).toEqual([])
})

test('a page that does not exist is 404 and still offers the contents', async () => {
  const response = await fetch(`${origin}/docs/no-such-page`)
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('There is no such page')
})

describe('search', () => {
  const search = async (query: string): Promise<{ href: string }[]> =>
    (await fetch(`${origin}/docs/search.json?q=${encodeURIComponent(query)}`)).json() as Promise<
      { href: string }[]
    >

  test.each([
    ['an error code', 'domain_not_allowed', '/docs/errors/domain_not_allowed'],
    ['the beginning of a word', 'revoc', 'revo'],
    ['a word with a slip', 'allowlsit', 'allowlist'],
  ])('finds %s', async (_what, query, href) => {
    expect((await search(query)).map((hit) => hit.href).join(' ')).toContain(href)
  })

  test('shows what was asked as text', async () => {
    const html = await (await fetch(`${origin}/docs/search?q=${encodeURIComponent('<b>x')}`)).text()
    expect(html).toContain('&lt;b&gt;x')
    expect(html).not.toContain('<b>x')
  })
})

test('every error code of the server, the SDK and the viewer has a page', async () => {
  const sdk: { CLIENT_CODES: string[]; SERVER_CODES: string[] } = await import(VECTREAL_ERROR)
  const codes = [...Object.keys(PROBLEM_CODES), ...sdk.SERVER_CODES, ...sdk.CLIENT_CODES]
  expect(codes.filter((code) => !library.pages.has(`errors/${code}`))).toEqual([])
})
