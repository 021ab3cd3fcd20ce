/** Every language says all there is to say, and nothing else. */
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { DEFAULT_LABELS } from '@vectreal/viewer-core/labels'
import { describe, expect, test } from 'vitest'
import { knownLanguage, LANGUAGES } from '../scene/language.js'
import { DEFAULT_MESSAGES, mergeMessages } from '../scene/messages.js'
import { DEFAULT_AR_TEXTS } from '../ar/ar-texts.js'
import { DEFAULT_TOOLBAR_TEXTS } from '../toolbar/toolbar-texts.js'
import { loadTexts } from '../scene/load-texts.js'

const ENGLISH = {
  ...DEFAULT_LABELS,
  ...DEFAULT_MESSAGES,
  toolbar: { ...DEFAULT_TOOLBAR_TEXTS, ...DEFAULT_AR_TEXTS },
}

/** Every text by its path, such as `views.front`. */
function flat(texts: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[path + name, value]]
        : Object.entries(flat(value as object, `${path}${name}.`)),
    ),
  )
}

/** What is filled in, such as `{name}`, text by text. */
const blanksOf = (texts: object) =>
  Object.fromEntries(
    Object.entries(flat(texts)).map(([path, text]) => [path, (text.match(/\{\w+\}/g) ?? []).toSorted()]),
  )

describe.each(LANGUAGES)('%s', (language) => {
  test('misses no text and has none left over', async () => {
    const texts = flat(await loadTexts(language))
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(flat(ENGLISH)).toSorted())
    expect(Object.values(texts).filter((text) => text.trim() === '')).toEqual([])
  })

  test('leaves the same blanks as English', async () => {
    expect(blanksOf(await loadTexts(language))).toEqual(blanksOf(ENGLISH))
  })

  test('is a small download of its own, the same by script tag and by bundler', async () => {
    const embed = fileURLToPath(new URL('../../dist/embed/', import.meta.url))
    const files = await readdir(embed, { recursive: true })
    const file = files.find((one) => one.endsWith(`/${language}.json`)) ?? ''
    const bytes = await readFile(embed + file)
    expect(JSON.parse(bytes.toString())).toEqual(await loadTexts(language))
    expect(gzipSync(bytes).length).toBeLessThan(1300)
  })
})

test.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['pt_BR', 'pt'],
  ['ZH-Hant-TW', 'zh'],
  ['en-GB', null],
  ['plt', null],
  ['sv', null],
  ['', null],
])('%o is spoken as %o', (tag, language) => {
  expect(knownLanguage(tag)).toBe(language)
})

test('texts of the page win one by one, those of the toolbar as well', async () => {
  const texts = await loadTexts('de')
  const merged = mergeMessages(texts, { retry: 'Los', toolbar: { reset: 'Von vorn' } })
  expect(merged).toMatchObject({
    retry: 'Los',
    start: 'In 3D ansehen',
    toolbar: { reset: 'Von vorn', next: 'Weiter' },
  })
})
