import { describe, expect, test } from 'vitest'
import * as source from '../src/errors/browser-errors.js'
import { EMBED_ERRORS } from '../src/errors/embed-errors.js'
import { MANAGEMENT_ERRORS } from '../src/errors/management-errors.js'
import { PAGE_ERRORS } from '../src/errors/page-errors.js'
import { SCRIPT_BLOCKED } from '../src/errors/script-blocked.js'
import { ERROR_CODES, type ErrorCode } from '../src/index.js'

const codes = Object.keys(ERROR_CODES) as ErrorCode[]

test('a code stands in one file', () => {
  const all = [EMBED_ERRORS, MANAGEMENT_ERRORS, PAGE_ERRORS].flatMap((rows) => Object.keys(rows))
  expect(codes.toSorted()).toEqual(all.toSorted())
})

test.each(codes)('%s has texts that its readers can use', (code) => {
  const { title, meaning, remedy, ownerRemedy } = ERROR_CODES[code]
  // A title also stands inside a quoted string of WWW-Authenticate.
  expect(title).toMatch(/^[A-Z][\x20-\x21\x23-\x5b\x5d-\x7e]*[^.]$/)
  for (const sentences of [meaning, remedy, ownerRemedy ?? '.']) expect(sentences).toMatch(/\.$/)
})

describe('what browsers get', () => {
  test('is the rows that embeds meet', () => {
    const expected = [...Object.keys(EMBED_ERRORS), ...Object.keys(PAGE_ERRORS)]
    expect(Object.keys(source.ERROR_TITLES)).toEqual(expected)
    expect([...source.EMBED_ERROR_CODES, ...source.PAGE_ERROR_CODES]).toEqual(expected)
  })

  test('is the same in the built package, which holds the values themselves', async () => {
    const built: typeof source & { SCRIPT_BLOCKED: typeof SCRIPT_BLOCKED } = await import(
      '@vectreal/scene-format'
    )
    expect(built).toMatchObject({ ...source, SCRIPT_BLOCKED })
  })
})
