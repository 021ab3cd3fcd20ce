/** The API reference, which the build makes from the declarations of the packages. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readPages } from './support/pages.js'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const pages = readPages(path('../dist/pages/reference/'))

/** Of every published package: each way in that has types. */
const ways = readdirSync(path('../../../packages/')).flatMap((folder) => {
  const manifest = JSON.parse(readFileSync(path(`../../../packages/${folder}/package.json`), 'utf8'))
  if (manifest.private) return []
  return Object.entries<{ types?: string }>(manifest.exports).flatMap(([subpath, { types }]) =>
    // One file for each language, all of one shape, is told in the README of the package.
    types === undefined || subpath.includes('*')
      ? []
      : [[`${manifest.name}${subpath.slice(1)}`, `${manifest.name}/${types}`] as const],
  )
})

describe.each(ways)('%s', (name) => {
  const markdown = pages.find(({ slug }) => slug === name)?.markdown.replaceAll('\\_', '_') ?? ''
  const sections = markdown.split(/^## /m).slice(1)

  test('names all that can be imported at run time', async () => {
    const names = Object.keys(await import(name))
    expect(names.filter((exported) => !new RegExp(`^### ${exported}(\\(\\))?$`, 'm').test(markdown))).toEqual(
      [],
    )
  })

  test('says what each function, class and type is for', () => {
    const entries = sections
      .filter((section) => /^(Functions|Classes|Interfaces|Type Aliases)\n/.test(section))
      .flatMap((section) => section.split(/^### /m).slice(1))
    const silent = entries.filter((entry) => {
      const [heading, ...lines] = entry.split('\n')
      const first = lines.find((line) => line !== '' && !line.startsWith('>'))
      return heading !== undefined && (first === undefined || /^(#|\*\*\*|\|)/.test(first))
    })
    expect(silent.map((entry) => entry.split('\n')[0])).toEqual([])
  })
})
