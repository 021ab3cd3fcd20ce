/** The documentation as VitePress built it: an Express router, to be mounted at `/docs`. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type RequestHandler, type Response, type Router } from 'express'
import { type Addresses, fillInAddresses } from './address.js'

const SITE = fileURLToPath(new URL('../dist/site/', import.meta.url))

/** What may name an address of the platform. */
const TEXT: ReadonlySet<string> = new Set(['.html', '.js'])

/** Samples and tables get the given addresses. */
export function createDocs(addresses: Addresses): Router {
  return express.Router().get('/{*path}', serveSite(new Set(listFiles()), addresses))
}

function serveSite(files: ReadonlySet<string>, addresses: Addresses): RequestHandler {
  const policy = files.has('index.html') ? policyFor(readFileSync(join(SITE, 'index.html'), 'utf8')) : null
  return async (req, res, next) => {
    // The reference of the HTTP API is a page of scene-api. Without a build there is nothing here.
    if (policy === null || /^\/api(\/|$)/.test(req.path)) return next()
    res.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    })
    const path = ((req.params as { path?: string[] }).path ?? []).join('/')
    const slug = slugOf(path)
    // As the files link to each other, which the script of the pages does not know.
    if (path.endsWith('.md')) return res.redirect(301, `${req.baseUrl}/${slug}`)
    const file = [path, `${slug}.html`, posix.join(slug, 'index.html')].find((name) => files.has(name))
    if (file === undefined) res.status(404)
    await send(res, file ?? '404.html', addresses)
  }
}

async function send(res: Response, file: string, addresses: Addresses): Promise<void> {
  const isHashed = file.startsWith('assets/')
  if (!TEXT.has(extname(file))) {
    res.sendFile(file, { root: SITE, ...(isHashed && { immutable: true, maxAge: '1y' }) })
    return
  }
  const built = await readFile(join(SITE, file), 'utf8')
  const text = fillInAddresses(built, addresses)
  // The name of a file tells its content, but for the addresses.
  res.set('Cache-Control', isHashed && text === built ? 'public, max-age=31536000, immutable' : 'no-cache')
  res.type(extname(file)).send(text)
}

function listFiles(): string[] {
  if (!existsSync(SITE)) return []
  return readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => extname(file) !== '')
}

function slugOf(path: string): string {
  return path
    .replace(/\.(?:html|md)$/, '')
    .replace(/\/$/, '')
    .replace(/(^|\/)(?:README|index)$/, '')
}

/** Nothing on these pages comes from anywhere but here; VitePress puts the same two small scripts into each. */
function policyFor(page: string): string {
  const scripts = Array.from(
    page.matchAll(/<script\b(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs),
    ([, script = '']) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src 'self'${scripts.join('')}`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
