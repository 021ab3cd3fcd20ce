/** Finds links of the docs that lead nowhere: a page, a heading or an image that is not there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import MarkdownIt from 'markdown-it'
import type { Library, Page } from './library.js'
import { headingId, resolveLink } from './render.js'

/** Paths below `/docs` that the router answers without a page. */
const OTHER_PATHS: ReadonlySet<string> = new Set(['search'])

export function findBrokenLinks(library: Library, root: string): string[] {
  return [...library.pages.values()].flatMap((page) =>
    linksOf(page)
      .map((href) => ({ href, problem: problemOf(library, root, page, href) }))
      .filter(({ problem }) => problem !== null)
      .map(({ href, problem }) => `${page.file}: ${href} (${problem})`),
  )
}

function linksOf(page: Page): string[] {
  const tokens = new MarkdownIt().parse(page.markdown, {}).flatMap((token) => token.children ?? [])
  return tokens.map((token) => String(token.attrGet('href') ?? token.attrGet('src') ?? '')).filter(Boolean)
}

function problemOf(library: Library, root: string, page: Page, href: string): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(href)) return null
  const resolved = href.startsWith('#') ? `/docs/${page.slug}${href}` : resolveLink(page, href)
  const [path = '', fragment] = resolved.split('#')
  if (!path.startsWith('/docs')) return null
  const slug = path.slice('/docs'.length).replace(/^\/|\/$/g, '')
  if (slug.startsWith('images/')) return existsSync(join(root, slug)) ? null : 'no such image'
  if (OTHER_PATHS.has(slug)) return null
  const target = library.pages.get(slug)
  if (target === undefined) return 'no such page'
  if (fragment && !headingsOf(target).includes(fragment)) return 'no such heading'
  return null
}

function headingsOf(page: Page): string[] {
  const tokens = new MarkdownIt().parse(page.markdown, {})
  return tokens.flatMap((token, index) =>
    token.type === 'heading_open' ? [headingId(textOf(tokens[index + 1]?.children ?? []))] : [],
  )
}

function textOf(children: readonly { readonly type: string; readonly content: string }[]): string {
  return children.map((child) => child.content).join('')
}
