import { describe, expect, test } from 'vitest'
import { auditEntryText, auditHeadText, type ChainedEntry, GENESIS_HASH } from './audit-chain.js'

const ENTRY: ChainedEntry = {
  id: 'e1',
  organizationId: 'o1',
  sequence: 1,
  at: '2026-01-02T03:04:05.678Z',
  action: 'project.created',
  actor: { kind: 'user', id: 'u1', name: 'Ada', email: null },
  target: { kind: 'project', id: 'p1' },
  before: null,
  after: { name: 'Shop', domains: ['b.com', 'a.com'] },
  address: null,
  requestId: null,
  previousHash: GENESIS_HASH,
}

describe('the text of an entry', () => {
  test('does not depend on the order of members', () => {
    const { previousHash, after: _after, ...rest } = ENTRY
    const shuffled = { after: { domains: ['b.com', 'a.com'], name: 'Shop' }, previousHash, ...rest }
    expect(auditEntryText(shuffled)).toBe(auditEntryText(ENTRY))
  })

  test('depends on the order of a list, and on every value', () => {
    const others = [
      { ...ENTRY, after: { name: 'Shop', domains: ['a.com', 'b.com'] } },
      { ...ENTRY, actor: { ...ENTRY.actor, email: '' } },
      { ...ENTRY, previousHash: '1'.repeat(64) },
      { ...ENTRY, sequence: 2 },
    ]
    expect(new Set([ENTRY, ...others].map(auditEntryText)).size).toBe(5)
  })

  test('begins with the previous hash', () => {
    expect(auditEntryText(ENTRY)).toMatch(/^0{64}\{"action":"project.created","actor":\{"email":null,/)
  })
})

test('the text of a head leaves nothing else of it to change', () => {
  const head = { organizationId: 'o1', sequence: 3, hash: 'a'.repeat(64), signedAt: ENTRY.at }
  expect(auditHeadText(head)).toBe(
    `vectreal audit head {"hash":"${'a'.repeat(64)}","organizationId":"o1","sequence":3,"signedAt":"${ENTRY.at}"}`,
  )
})
