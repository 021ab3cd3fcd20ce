/** Reads markdown the way GitHub does, so that the files work in both places. */
import { posix } from 'node:path'
import hljs from 'highlight.js/lib/common'
import type { MarkdownOptions } from 'vitepress'
import { markAddresses } from '../src/address.js'
import { fillInErrorCodes } from './error-codes.js'

type Markdown = Parameters<NonNullable<MarkdownOptions['config']>>[0]
type Rule = Parameters<Markdown['core']['ruler']['push']>[1]
type BlockRule = Parameters<Markdown['block']['ruler']['push']>[1]

const REPOSITORY = 'https://github.com/vectreal/vectreal-platform/blob/main'

export const markdown: MarkdownOptions = {
  // What looks like HTML, an address, an attribute or a smiley is text.
  html: false,
  linkify: false,
  attrs: { disable: true },
  anchor: { slugify: headingId },
  highlight,
  config(md) {
    md.disable('emoji')
    md.core.ruler.before('normalize', 'our-marks', (state) => {
      state.src = markAddresses(fillInErrorCodes(state.src))
    })
    md.block.ruler.before('paragraph', 'our-comments', skipComment)
    md.core.ruler.push('our-fences', keepLanguageOnly)
    md.core.ruler.push('our-links', resolveLinks)
    md.core.ruler.push('our-tables', alignByClass)
    // Vue would take "{{" for the beginning of an expression.
    const text = (content = '') => md.utils.escapeHtml(content).replaceAll('{{', '&#123;&#123;')
    md.renderer.rules.text = (tokens, index) => text(tokens[index]?.content)
    md.renderer.rules.code_inline = (tokens, index) => `<code>${text(tokens[index]?.content)}</code>`
  },
}

/** As GitHub names a heading. */
function headingId(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

/** With classes: the page's policy refuses the styles that VitePress itself writes. */
function highlight(code: string, language: string): string {
  const html = hljs.getLanguage(language)
    ? hljs.highlight(code, { language }).value
    : code.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<pre v-pre tabindex="0"><code>${html}</code></pre>`
}

/** A line that marks a place for the tests: nothing for readers. */
const skipComment: BlockRule = (state, line, _endLine, silent) => {
  const [from, to] = [state.bMarks[line] ?? 0, state.eMarks[line] ?? 0]
  if (!/^<!-- [\w-]+ -->$/.test(state.src.slice(from, to))) return false
  if (!silent) state.line = line + 1
  return true
}

/** What follows is for the tests that run the samples. */
const keepLanguageOnly: Rule = ({ tokens }) => {
  for (const token of tokens) {
    if (token.type === 'fence') token.info = token.info.trim().split(/\s/)[0] ?? ''
  }
}

/** A link to a file of the docs leads to its page, one to another file to the repository. */
const resolveLinks: Rule = ({ tokens, env }) => {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const href = token.type === 'link_open' ? String(token.attrGet('href') ?? '') : ''
    if (href === '' || /^[a-z][a-z+.-]*:|^[#/]/i.test(href)) continue
    const target = posix.join(posix.dirname(env.relativePath), href)
    token.attrSet(
      'href',
      target.startsWith('../')
        ? `${REPOSITORY}/${target.slice('../'.length)}`
        : `/${target.replace(/README\.md(?=$|#)/, 'index.md')}`,
    )
  }
}

const alignByClass: Rule = ({ tokens }) => {
  for (const token of tokens.filter(({ type }) => type === 'th_open' || type === 'td_open')) {
    const [, side] = /^text-align:(\w+)$/.exec(String(token.attrGet('style') ?? '')) ?? []
    if (side !== undefined) token.attrs = [['class', side]]
  }
}
