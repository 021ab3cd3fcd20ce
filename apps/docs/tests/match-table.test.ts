/** The forty origins of `docs/allowlist.md` are what the rule says. */
import { readFileSync } from 'node:fs'
import { compileAllowlist } from '@vectreal/auth-core'
import { normalizeAllowedDomains } from '@vectreal/auth-core/normalize'
import { expect, test } from 'vitest'

const [, section = ''] = readFileSync(new URL('../../../docs/allowlist.md', import.meta.url), 'utf8').split(
  '## Forty origins',
)
const entries = section.split('```')[1]?.split('\n').slice(1, -1) ?? []
const [, table = ''] = section.split('<!-- origins -->')

test('each entry of the list is stored as it stands', () => {
  expect(normalizeAllowedDomains(entries)).toMatchObject({ ok: true, patterns: entries })
})

test('each of the forty origins is let in by the entry that the table names, or refused', () => {
  const told = [...table.matchAll(/^\| `([^`]+)` +\| (refused|`([^`]+)`) +\|$/gm)].map(
    ([, origin, , pattern]) => [origin, pattern ?? 'refused'],
  )
  const allowlist = compileAllowlist({ allowedDomains: entries, allowLocalhost: false })
  const found = told.map(([origin = '']) => {
    const match = allowlist.match(origin)
    return [origin, match.allowed ? match.matchedPattern : 'refused']
  })
  expect(told).toHaveLength(40)
  expect(found).toEqual(told)
})
