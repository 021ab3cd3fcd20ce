import { describe, expect, test } from 'vitest'
import { describePattern, splitEntries } from './describe-pattern'

describe('an allowlist entry in words', () => {
  test.each([
    ['example.com', 'Exactly https://example.com; no subdomain', []],
    [
      '*.example.com',
      'Every subdomain of example.com, at any depth, by https; not example.com itself',
      ['wildcard'],
    ],
    ['example.com:8443', 'Exactly https://example.com on port 8443; no subdomain', []],
    ['example.com:*', 'Exactly https://example.com on any port; no subdomain', []],
    ['http://example.com', 'Exactly http://example.com; no subdomain', ['http']],
    [
      '*.vercel.app',
      'Every subdomain of vercel.app, at any depth, by https; not vercel.app itself',
      ['wildcard', 'shared'],
    ],
    [
      'pr-*.preview.example.com',
      'Every name directly below preview.example.com that begins with pr-, by https',
      ['wildcard'],
    ],
    [
      '*--acme.netlify.app',
      'Every name directly below netlify.app that ends with --acme, by https',
      ['wildcard', 'shared'],
    ],
    ['capacitor://localhost', 'Exactly capacitor://localhost', ['app']],
    ['http://tauri.localhost', 'Exactly http://tauri.localhost; no subdomain', ['app']],
  ])('%s', (pattern, matches, marks) => {
    expect(describePattern(pattern)).toMatchObject({ matches, marks })
  })
})

test('an entry that stands for several origins shows some on either side', () => {
  expect(describePattern('pr-*.preview.example.com').examples).toEqual({
    allowed: ['https://pr-1.preview.example.com', 'https://pr-new-shop.preview.example.com'],
    refused: expect.arrayContaining(['https://pr-.preview.example.com']),
  })
  expect(describePattern('example.com').examples.allowed).toEqual([])
})

test('what people paste is taken apart', () => {
  expect(splitEntries(' a.com, b.com;\nc.com\t')).toEqual(['a.com', 'b.com', 'c.com'])
})
