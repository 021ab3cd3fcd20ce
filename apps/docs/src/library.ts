/** Reads the docs folder: which pages there are, and in which order the contents list them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Page {
  /** The path below `/docs`, without a slash before it; '' is the front page. */
  readonly slug: string
  readonly title: string
  readonly markdown: string
  /** The file, relative to the folder it was read from. */
  readonly file: string
}

interface Section {
  readonly title: string
  readonly pages: readonly Page[]
}

export interface Library {
  readonly pages: ReadonlyMap<string, Page>
  readonly sections: readonly Section[]
}

/** `folders`: the docs folder, then others whose pages are added. Pages that `contents.json` leaves out come last. */
export function readLibrary(folders: readonly string[]): Library {
  const pages = new Map<string, Page>()
  for (const folder of folders) {
    for (const page of readPages(folder)) pages.set(page.slug, page)
  }
  return { pages, sections: arrange(pages, readContents(folders[0])) }
}

type Contents = readonly { readonly title: string; readonly pages: readonly string[] }[]

function readContents(folder: string | undefined): Contents {
  const file = join(folder ?? '', 'contents.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}

function readPages(folder: string): Page[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md'))
    .toSorted()
    .map((file) => {
      const markdown = readFileSync(join(folder, file), 'utf8')
      return { slug: slugOf(file), title: titleOf(markdown, file), markdown, file }
    })
}

function slugOf(file: string): string {
  return file.replace(/\.md$/, '').replace(/(^|\/)(README|index)$/, '')
}

function titleOf(markdown: string, file: string): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1]
  if (title === undefined) throw new Error(`${file} has no first-level heading, which names the page.`)
  return title.replaceAll('`', '')
}

function arrange(pages: ReadonlyMap<string, Page>, contents: Contents): Section[] {
  const listed = new Set(contents.flatMap((section) => section.pages))
  const sections = contents.map(({ title, pages: slugs }) => ({
    title,
    pages: slugs.map((slug) => {
      const page = pages.get(slug)
      if (page === undefined) throw new Error(`contents.json lists "${slug}", but there is no such page.`)
      return page
    }),
  }))
  const groups = new Map<string, Page[]>()
  for (const page of pages.values()) {
    if (listed.has(page.slug) || page.slug === '') continue
    const title = page.slug.startsWith('errors')
      ? 'Errors'
      : page.slug.startsWith('reference')
        ? 'API'
        : 'More'
    groups.set(title, [...(groups.get(title) ?? []), page])
  }
  return [...sections, ...[...groups].map(([title, grouped]) => ({ title, pages: grouped }))]
}
