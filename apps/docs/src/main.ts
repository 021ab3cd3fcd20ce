/** The documentation as an Express router, to be mounted at `/docs`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Router } from 'express'
import { layout, searchResults } from './layout.js'
import { readLibrary } from './library.js'
import { renderPage, type RenderedPage } from './render.js'
import { createSearch } from './search.js'

export interface DocsOptions {
  /** The folder with the markdown files; by default that of the repository. */
  readonly root?: string
}

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url))

/** The generated API reference lies beside our own build. */
const REFERENCE = fileURLToPath(new URL('../dist/generated/', import.meta.url))
const ASSETS = fileURLToPath(new URL('../assets/', import.meta.url))

/** Nothing on these pages comes from anywhere but here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function createDocs({ root = DOCS }: DocsOptions = {}): Router {
  if (!existsSync(root)) throw new Error(`There is no docs folder at ${root}.`)
  const library = readLibrary([root, REFERENCE])
  const search = createSearch(library)
  const rendered = new Map<string, RenderedPage>()
  const router = express.Router()

  router.use((_req, res, next) => {
    res.set({
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    })
    next()
  })
  router.use('/assets', express.static(ASSETS, { index: false }))
  router.use('/images', express.static(join(root, 'images'), { index: false }))

  router.get('/search.json', (req, res) => {
    res.json(search(queryOf(req.query['q'])))
  })
  router.get('/search', (req, res) => {
    const query = queryOf(req.query['q'])
    res.send(
      layout({ title: 'Search', slug: null, library, query, main: searchResults(query, search(query)) }),
    )
  })

  router.get('/{*slug}', (req, res, next) => {
    // The reference of the HTTP API is a page of scene-api.
    if (/^\/api(\/|$)/.test(req.path)) return next()
    const slug = req.path.replace(/^\/|\/$/g, '').replace(/\.md$/, '')
    const page = library.pages.get(slug)
    if (page === undefined) {
      res.status(404).send(
        layout({
          title: 'Not found',
          slug: null,
          library,
          main: '<h1>There is no such page</h1><p>The contents and the search above know every page there is.</p>',
        }),
      )
      return
    }
    const content = rendered.get(slug) ?? renderPage(page)
    rendered.set(slug, content)
    res.send(layout({ title: page.title, slug, library, main: content.html, headings: content.headings }))
  })
  return router
}

function queryOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
