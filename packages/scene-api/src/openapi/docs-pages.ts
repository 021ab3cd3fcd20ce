/** `/api/openapi.json`, the reference at `/docs/api` and a page for each error code: plain HTML, nothing from elsewhere. */
import { type Response, Router } from 'express'
import { PROBLEM_CODES, type ProblemCode } from '../problem-codes.js'
import type { Auth } from '../identity/auth.js'
import { describeAuth } from './auth-paths.js'
import { createOpenApiDocument } from './document.js'
import { escapeHtml, renderReference } from './render-reference.js'
import { STYLE } from './style.js'

const CACHE = 'public, max-age=300'
const CSP =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** `errorPages` false: whoever mounts this app has pages of its own under `/docs/errors`. */
export function createDocsRouter(
  publicUrl: string,
  auth: Auth,
  { errorPages }: { errorPages: boolean },
): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const describe = once(async () => {
    const document = createOpenApiDocument(publicUrl, await describeAuth(auth))
    return { json: JSON.stringify(document), reference: renderReference(document) }
  })

  router.get('/api/openapi.json', async (_req, res) => {
    const { json } = await describe()
    res.setHeader('Access-Control-Allow-Origin', '*')
    res.setHeader('Cache-Control', CACHE)
    res.type('application/json').send(json)
  })
  router.get('/docs/api', async (_req, res) => sendPage(res, 'API reference', (await describe()).reference))
  router.get('/docs/api/style.css', (_req, res) => {
    res.setHeader('Cache-Control', CACHE)
    res.type('text/css').send(STYLE)
  })
  if (!errorPages) return router
  router.get('/docs/errors', (_req, res) => sendPage(res, 'Error codes', renderErrorList()))
  router.get('/docs/errors/:code', (req, res, next) => {
    const { code } = req.params
    if (!Object.hasOwn(PROBLEM_CODES, code)) {
      next()
      return
    }
    sendPage(res, code, renderError(code as ProblemCode))
  })
  return router
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

function sendPage(res: Response, title: string, body: string): void {
  res.setHeader('Content-Security-Policy', CSP)
  res.setHeader('Cache-Control', CACHE)
  res.type('html').send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Vectreal</title>
<link rel="stylesheet" href="/docs/api/style.css">
</head>
<body>
<header><a href="/docs">Documentation</a> <a href="/docs/api">API reference</a> <a href="/docs/errors">Error codes</a></header>
<main>
${body}
</main>
</body>
</html>
`)
}

function renderErrorList(): string {
  const rows = Object.entries(PROBLEM_CODES).map(
    ([code, { status, title }]) =>
      `<tr><td>${status}</td><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${escapeHtml(title)}</td></tr>`,
  )
  return `<h1>Error codes</h1>
<p>Every error is a problem document (RFC 9457); its <code>code</code> is one of these.</p>
<table><thead><tr><th>Status</th><th>Code</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function renderError(code: ProblemCode): string {
  const { status, title, meaning, remedy } = PROBLEM_CODES[code]
  return `<h1>${escapeHtml(title)}</h1>
<p><code>${code}</code>, status ${status}</p>
<h2>What it means</h2>
<p>${escapeHtml(meaning)}</p>
<h2>What to do</h2>
<p>${escapeHtml(remedy)}</p>`
}
