/** The files of a folder of markdown. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Page {
  /** The path below `/docs`, without a slash before or after it; '' is the front page. */
  readonly slug: string
  /** The file, relative to the folder. */
  readonly file: string
  readonly markdown: string
}

export function readPages(folder: string): Page[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md'))
    .toSorted()
    .map((file) => ({
      slug: file.replace(/\.md$/, '').replace(/(^|\/)README$/, ''),
      file,
      markdown: readFileSync(join(folder, file), 'utf8'),
    }))
}
