/** Markdown to HTML: heading anchors, highlighted code, and links between files turned into links between pages. */
import { posix } from 'node:path'
import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import css from 'highlight.js/lib/languages/css'
import http from 'highlight.js/lib/languages/http'
import json from 'highlight.js/lib/languages/json'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import MarkdownIt from 'markdown-it'
import anchor from 'markdown-it-anchor'
import type { Page } from './library.js'

hljs.registerLanguage('sh', bash)
hljs.registerLanguage('css', css)
hljs.registerLanguage('http', http)
hljs.registerLanguage('json', json)
hljs.registerLanguage('ts', typescript)
hljs.registerLanguage('html', xml)
hljs.registerLanguage('yaml', yaml)
hljs.registerAliases(['tsx', 'js', 'mjs'], { languageName: 'ts' })

export interface RenderedPage {
  readonly html: string
  readonly headings: readonly { readonly id: string; readonly text: string }[]
}

export function renderPage(page: Page): RenderedPage {
  const headings: { id: string; text: string }[] = []
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, highlight })
  markdown.use(anchor, {
    level: [2, 3],
    slugify: headingId,
    permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
    callback: (token, { slug, title }) => {
      if (token.tag === 'h2') headings.push({ id: slug, text: title })
    },
  })
  const open = markdown.renderer.rules.link_open
  markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const token = tokens[index]
    const href = token?.attrGet('href')
    if (token !== undefined && href) token.attrSet('href', resolveLink(page, String(href)))
    return open ? open(tokens, index, options, env, self) : self.renderToken(tokens, index, options)
  }
  const image = markdown.renderer.rules.image
  markdown.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]
    const source = token?.attrGet('src')
    if (token !== undefined && source) token.attrSet('src', resolveLink(page, String(source)))
    return image?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options)
  }
  // A wide table scrolls by itself, not with the page.
  markdown.renderer.rules.table_open = () =>
    '<div class="table" tabindex="0" role="region" aria-label="Table"><table>'
  markdown.renderer.rules.table_close = () => '</table></div>'
  return { html: markdown.render(page.markdown), headings }
}

/** The way GitHub names a heading, so that a link works in both places. */
export function headingId(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

/** A link to a file of the docs folder becomes a link to its page; every other link stays. */
export function resolveLink(page: Page, href: string): string {
  if (/^[a-z][a-z+.-]*:|^[#/]/i.test(href)) return href
  const [path = '', fragment] = href.split('#')
  const target = posix.normalize(posix.join(posix.dirname(page.file), path))
  const slug = target.replace(/\.md$/, '').replace(/(^|\/)(README|index)$/, '')
  return `${posix.join('/docs', slug)}${fragment === undefined ? '' : `#${fragment}`}`
}

function highlight(code: string, info: string): string {
  const language = info.split(/\s/)[0] ?? ''
  return hljs.getLanguage(language) === undefined ? '' : hljs.highlight(code, { language }).value
}
