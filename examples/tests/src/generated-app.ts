/** What a framework's own generator makes, with the files that a page of the docs tells its reader to write. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url))
/** A fence that names the file its code belongs in; inside a list it is indented. */
const NAMED_FENCE = /^([ ]*)```\S+ .*?\bfile=(\S+)\n(.*?)^\1```$/gms

export interface Page {
  readonly page: string
  /** The heading of one part; without it, the page from its beginning to its end. */
  readonly part?: string
}

/** Writes the files that a page of the docs names into an app, with the settings where the page has examples of them. */
export async function writeFilesOfPage(
  { page, part }: Page,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const markdown = await readFile(join(DOCS, `${page}.md`), 'utf8')
  for (const [, indent = '', file = '', code = ''] of partOf(markdown, part).matchAll(NAMED_FENCE)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(
      join(folder, file),
      withSettings(code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''), env),
    )
  }
}

function partOf(markdown: string, heading: string | undefined): string {
  if (heading === undefined) return markdown
  const part = markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))
  if (part === undefined) throw new Error(`No part of the page is called "${heading}".`)
  return part
}

function withSettings(code: string, env: Readonly<Record<string, string>>): string {
  return code
    .replaceAll('https://scenes.example.com', env['VECTREAL_URL'] ?? '')
    .replaceAll('YOUR_SCENE_ID', env['VECTREAL_SCENE_ID'] ?? '')
    .replaceAll('vctrl_YOUR_API_KEY', env['VECTREAL_API_KEY'] ?? '')
}
