import { describe, expect, test } from 'vitest'
import { compileAllowlist } from './allowlist.js'
import { normalizeAllowedDomains, normalizeDomainPattern } from './normalize.js'
import { presetEntries, SITE_PRESETS } from './site-presets.js'

const FACTS = { domain: 'www.acme-chairs.example', site: 'acme-chairs' }

describe.each(SITE_PRESETS.map((preset) => [preset.name, preset] as const))(
  'the preset for %s',
  (_, preset) => {
    const entries = presetEntries(preset, FACTS)

    test('has entries that are saved as they are, without a warning', () => {
      for (const { pattern } of entries) {
        expect(normalizeDomainPattern(pattern)).toMatchObject({ ok: true, pattern, warnings: [] })
      }
    })

    test('lets in its own pages and no other customer of the builder', () => {
      const list = normalizeAllowedDomains(entries.map(({ pattern }) => pattern))
      if (!list.ok) throw new Error('The list was refused.')
      const allowlist = compileAllowlist({ allowedDomains: list.patterns, allowLocalhost: false })
      for (const { pattern } of entries) {
        expect(allowlist.match(`https://${pattern}`)).toMatchObject({ allowed: true })
        const stranger = pattern.replace('acme-chairs', 'evil-chairs')
        expect(allowlist.match(`https://${stranger}`)).toMatchObject({ allowed: false })
        expect(allowlist.match(`https://x.${pattern}`)).toMatchObject({ allowed: false })
      }
    })

    test('names no host in advance that strangers have as well', () => {
      for (const { hosts } of preset.exceptions) {
        const asEntry = normalizeDomainPattern(hosts)
        expect(asEntry.ok && asEntry.warnings.length === 0).toBe(false)
      }
    })

    test('says why of each entry', () => {
      expect(preset.entries.filter(({ reason }) => !/^[A-Z].+\.$/.test(reason))).toEqual([])
    })
  },
)

test('what is not known is left out', () => {
  for (const preset of SITE_PRESETS) {
    expect(presetEntries(preset, { domain: '', site: '' })).toEqual([])
    expect(presetEntries(preset, { domain: ' shop.example ', site: '' })[0]?.pattern).toBe('shop.example')
  }
})

test('a pasted address is as good as a name', () => {
  const [shopify] = SITE_PRESETS
  if (shopify === undefined) throw new Error('There is no preset.')
  const pasted = { domain: 'https://Shop.Example/a?b', site: 'https://acme.myshopify.com/admin' }
  expect(presetEntries(shopify, pasted).map(({ pattern }) => pattern)).toEqual([
    'shop.example',
    'acme.myshopify.com',
  ])
})

test('the boxes of a Wix site have its domain with hyphens', () => {
  const wix = SITE_PRESETS.find(({ id }) => id === 'wix')
  if (wix === undefined) throw new Error('There is no preset for Wix.')
  expect(
    presetEntries(wix, { domain: 'www.example.com', site: 'acme' }).map(({ pattern }) => pattern),
  ).toEqual([
    'www.example.com',
    'www-example-com.filesusr.com',
    'acme.wixsite.com',
    'acme-wixsite-com.filesusr.com',
  ])
})
