/** The texts that doctor looks through: files of a folder, or a page with its scripts. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { UnusableError } from '../exit-code.js'

export interface Source {
  readonly name: string
  readonly text: string
}

/** What others wrote, or what git keeps, is not published from here. */
const SKIPPED = new Set(['node_modules', '.git', '.hg', '.svn'])
export const MAX_BYTES = 20 * 1024 * 1024
const MAX_SCRIPTS = 50
const TIMEOUT_MS = 15_000

/** A file, or every text file below a folder. */
export async function* readFolder(path: string): AsyncGenerator<Source> {
  const about = await stat(path).catch((error: Error) => {
    throw new UnusableError(`${path} cannot be read: ${error.message}`)
  })
  if (!about.isDirectory()) {
    const text = await readText(path)
    if (text !== null) yield { name: basename(path), text }
    return
  }
  for (const file of await listFiles(path)) {
    const text = await readText(file)
    if (text !== null) yield { name: relative(path, file), text }
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) files.push(...(await listFiles(path)))
    else if (entry.isFile()) files.push(path)
  }
  return files
}

/** Null: too large, gone meanwhile, or no text. */
async function readText(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null || bytes.length > MAX_BYTES) return null
  return bytes.subarray(0, 8000).includes(0) ? null : bytes.toString('utf8')
}

/** Matches a script that a page names in an attribute. */
const IN_PAGE = /(?:src|href)\s*=\s*["']?([^"'\s>]+\.m?js(?:\?[^"'\s>]*)?)/gi
/** Matches a module that a script imports, now or later: bundlers write its path from there. */
const IN_SCRIPT = /["'`](\.{0,2}\/[^"'`\s\\]+\.m?js)["'`]/g

export interface Page {
  /** Where redirects have led. */
  readonly address: string
  readonly sources: AsyncGenerator<Source>
}

/** A page and the scripts of its own origin that it names, and those that they import. */
export async function openPage(url: string): Promise<Page> {
  const page = await fetchText(url)
  if (page === null) throw new UnusableError(`${url} cannot be read.`)
  return { address: page.name, sources: readScripts(page) }
}

async function* readScripts(page: Source): AsyncGenerator<Source> {
  yield page
  const addresses = new Set(addressesIn(page, IN_PAGE))
  let count = 0
  // It grows while it is walked through.
  for (const address of addresses) {
    if (new URL(address).origin !== new URL(page.name).origin) continue
    if ((count += 1) > MAX_SCRIPTS) return
    const script = await fetchText(address)
    if (script === null) continue
    yield script
    for (const found of addressesIn(script, IN_SCRIPT)) addresses.add(found)
  }
}

function addressesIn({ name, text }: Source, form: RegExp): string[] {
  return [...text.matchAll(form)]
    .map(([, address = '']) => address.replaceAll('&amp;', '&'))
    .filter((address) => URL.canParse(address, name))
    .map((address) => new URL(address, name).href)
}

async function fetchText(url: string): Promise<Source | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) return null
    const text = await response.text()
    return text.length > MAX_BYTES ? null : { name: response.url, text }
  } catch {
    return null
  }
}
