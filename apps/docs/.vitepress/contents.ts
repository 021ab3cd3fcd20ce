/** The contents on the left: the order of `contents.json`; beside the errors and the API, their own pages come first. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { ADDRESS } from '../src/address.js'

interface Section {
  readonly title: string
  readonly pages: readonly string[]
}

export function readContents(folder: string): DefaultTheme.SidebarMulti {
  const listed: Section[] = JSON.parse(readFileSync(join(folder, 'contents.json'), 'utf8'))
  const all = listPages(folder)
  const isOf = (area: string) => (slug: string) => slug.startsWith(`${area}/`)
  const isElsewhere = (slug: string) => isOf('errors')(slug) || isOf('reference')(slug)
  refuseDifferences(
    listed.flatMap(({ pages }) => pages),
    all.filter((slug) => !isElsewhere(slug)),
  )

  const section = (text: string, pages: readonly string[]) => ({
    text,
    items: pages.map((slug) => ({ text: titleOf(folder, slug), link: `/${slug}` })),
  })
  const contents = [
    ...listed.map(({ title, pages }) => section(title, pages)),
    {
      text: 'Reference',
      items: [
        { text: 'Errors', link: '/errors/' },
        { text: 'HTTP API', link: `${ADDRESS}/docs/api`, target: '_self' },
        { text: 'API of the packages', link: '/reference/' },
      ],
    },
  ]
  return {
    '/errors/': [section('Errors', all.filter(isOf('errors'))), ...contents],
    '/reference/': [section('API of the packages', all.filter(isOf('reference'))), ...contents],
    '/': contents,
  }
}

/** The paths of all pages; that of a folder's own page ends with a slash, and is '' for the front page. */
function listPages(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.replaceAll('\\', '/').replace(/(?:README)?\.md$/, ''))
    .toSorted()
}

function titleOf(folder: string, slug: string): string {
  const file = [`${slug}.md`, `${slug}README.md`].find((name) => existsSync(join(folder, name))) ?? slug
  const title = /^# (.+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1]
  if (title === undefined) throw new Error(`${file} has no first-level heading, which names the page.`)
  return title.replaceAll('`', '')
}

function refuseDifferences(listed: readonly string[], pages: readonly string[]): void {
  const missing = listed.filter((slug) => !pages.includes(slug))
  if (missing.length > 0)
    throw new Error(`contents.json lists pages that do not exist: ${missing.join(', ')}`)
  const left = pages.filter((slug) => !listed.includes(slug))
  if (left.length > 0) throw new Error(`contents.json leaves pages out: ${left.join(', ')}`)
}
