import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import accepted from '../vectors/patterns-accepted.txt?raw'
import { readVectors } from '../vectors/read-vectors.js'
import { compileAllowlist } from './allowlist.js'
import { exampleOrigins } from './example-origins.js'
import { parseOrigin } from './origin.js'

describe('the examples of an entry', () => {
  test.each([
    ['example.com', 'https://example.com', 'https://www.example.com'],
    ['*.example.com', 'https://www.example.com', 'https://example.com'],
    ['pr-*.preview.example.com', 'https://pr-1.preview.example.com', 'https://pr-.preview.example.com'],
    ['*--acme.netlify.app', 'https://1--acme.netlify.app', 'https://--acme.netlify.app'],
    ['capacitor://localhost', 'capacitor://localhost', 'https://localhost'],
    ['https://localhost', 'https://localhost', 'https://www.localhost'],
  ])('of %s begin with what it is for and its nearest neighbour', (entry, allowed, refused) => {
    const examples = exampleOrigins(entry)
    expect(examples.allowed[0]).toBe(allowed)
    expect(examples.refused[0]).toBe(refused)
    expect(examples.refused).toHaveLength(3)
  })

  test('are none for what is no entry', () => {
    expect(exampleOrigins('https://example.com/')).toEqual({ allowed: [], refused: [] })
  })

  test('are origins as browsers write them, and on the right side, for every accepted entry', () => {
    fc.assert(
      fc.property(fc.constantFrom(...readVectors(accepted)), ([, entry = '']) => {
        const allowlist = compileAllowlist({ allowedDomains: [entry], allowLocalhost: false })
        const { allowed, refused } = exampleOrigins(entry)
        expect(allowed.length).toBeGreaterThan(0)
        expect(refused).toHaveLength(3)
        for (const origin of allowed) expect(allowlist.match(origin).allowed).toBe(true)
        for (const origin of refused) expect(allowlist.match(origin).allowed).toBe(false)
        for (const origin of allowed) expect(parseOrigin(origin)).not.toBeNull()
      }),
    )
  })
})
