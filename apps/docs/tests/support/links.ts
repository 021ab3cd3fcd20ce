/** Finds links of the built site that lead nowhere: a page, a heading or a file that is not there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ORIGIN = 'http://docs.test'
/** Pages that are not of this site. */
const ELSEWHERE = /^\/docs\/api(\/|$)|^\/(?!docs\/)/

export function findBrokenLinks(site: string): string[] {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const pages = files.filter((file) => file.endsWith('.html') && file !== '404.html')
  const targets = new Map(files.map((file) => [urlOf(file), file]))
  const html = new Map(pages.map((file) => [file, readFileSync(join(site, file), 'utf8')]))
  return pages.flatMap((file) =>
    linksOf(html.get(file) ?? '').flatMap((link) => {
      const { origin, pathname, hash } = new URL(link, `${ORIGIN}${urlOf(file)}`)
      if (origin !== ORIGIN || ELSEWHERE.test(pathname)) return []
      const target = targets.get(pathname)
      if (target === undefined) return [`${file}: ${link} (no such page or file)`]
      const id = decodeURIComponent(hash.slice(1))
      return id === '' || html.get(target)?.includes(` id="${id}"`)
        ? []
        : [`${file}: ${link} (no such heading)`]
    }),
  )
}

function urlOf(file: string): string {
  return `/docs/${file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`
}

function linksOf(html: string): string[] {
  return Array.from(
    html.matchAll(/<(?:a|img|script|link)\b[^>]*? (?:href|src)="([^"]*)"/g),
    ([, link = '']) => link.replaceAll('&amp;', '&'),
  )
}
