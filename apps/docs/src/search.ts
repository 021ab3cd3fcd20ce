/** Full-text search over the pages, one entry for each second-level heading. */
import MiniSearch from 'minisearch'
import type { Library, Page } from './library.js'
import { headingId } from './render.js'

export interface Hit {
  readonly href: string
  readonly title: string
  readonly heading: string
  readonly excerpt: string
}

interface Entry {
  readonly id: string
  readonly title: string
  readonly heading: string
  readonly text: string
}

const HITS = 12
const EXCERPT = 160
/** Longer than any question; keeps a stranger from making the search work for nothing. */
const LONGEST_QUERY = 100

export function createSearch(library: Library): (query: string) => Hit[] {
  const entries = [...library.pages.values()].flatMap(split)
  const index = new MiniSearch<Entry>({
    fields: ['title', 'heading', 'text'],
    storeFields: ['title', 'heading', 'text'],
    // Codes such as key_revoked are found whole and by their parts.
    tokenize: (text) => {
      const words = text.split(/[^\p{Letter}\p{Number}_-]+/u)
      return [...words, ...words.flatMap((word) => (/[_-]/.test(word) ? word.split(/[_-]/) : []))].filter(
        Boolean,
      )
    },
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 4, heading: 2 }, combineWith: 'AND' },
  })
  index.addAll(entries)
  return (query) =>
    index
      .search(query.slice(0, LONGEST_QUERY))
      .slice(0, HITS)
      .map((result) => ({
        href: `/docs/${result.id}`,
        title: result['title'],
        heading: result['heading'],
        excerpt: excerptOf(result['text'], result.terms),
      }))
}

function split(page: Page): Entry[] {
  const [intro = '', ...parts] = page.markdown.replace(/^# .+$/m, '').split(/^## /m)
  const entries = parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n')
    return {
      id: `${page.slug}#${headingId(heading)}`,
      title: page.title,
      heading,
      text: plain(lines.join('\n')),
    }
  })
  return [{ id: page.slug, title: page.title, heading: '', text: plain(intro) }, ...entries]
}

function plain(markdown: string): string {
  return markdown
    .replace(/^```.*$/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*#|>]|^[-:| ]+$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function excerptOf(text: string, terms: readonly string[]): string {
  const lower = text.toLowerCase()
  const at = Math.min(
    ...terms.map((term) => lower.indexOf(term)).filter((position) => position >= 0),
    text.length,
  )
  const from = at === text.length ? 0 : Math.max(0, at - EXCERPT / 3)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + EXCERPT).trim()}${from + EXCERPT < text.length ? '…' : ''}`
}
