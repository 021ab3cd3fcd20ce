import { expect, test } from 'vitest'
import { describeChanges, projectIdsOf } from './describe-change'

const projectName = (id: string) => (id === 'p1' ? 'Shop' : null)

test.each([
  [
    'from and to',
    { role: 'member' },
    { userId: 'u1', email: 'a@b.example', role: 'admin' },
    ['Role: member → admin'],
  ],
  ['yes and no', { allowLocalhost: true }, { allowLocalhost: false }, ['Localhost: yes → no']],
  [
    'what joined and left a list',
    { allowedDomains: ['a.example', 'b.example'] },
    { allowedDomains: ['b.example', 'c.example'] },
    ['Allowed domains: added c.example, removed a.example'],
  ],
  ['a new name', { name: 'Shop' }, { name: 'Store' }, ['Name: Shop → Store']],
  ['nothing of the name of what was created', null, { name: 'Shop', slug: 'shop' }, []],
  ['what there was of what was deleted', { name: 'Shop', plan: 'free' }, null, ['Plan: free']],
  ['the project of a scene', null, { projectId: 'p1' }, ['Project: Shop']],
  [
    'the projects of a key, and the id of one that is gone',
    null,
    { projectIds: ['p1', 'p2'] },
    ['Projects: Shop, p2'],
  ],
  ['which project left', { projectIds: ['p1', 'p2'] }, { projectIds: ['p2'] }, ['Projects: removed Shop']],
  ['nothing that did not change', { version: 2, status: 'draft' }, { version: 2, status: 'draft' }, []],
  [
    'nothing of two instants that read alike',
    { expiresAt: '2027-01-29T10:00:00.000Z' },
    { expiresAt: '2027-01-29T10:00:00.123Z' },
    [],
  ],
  ['nothing of the ids of keys', { replacedById: null }, { replacedById: 'k2', rotatedFromId: 'k1' }, []],
  [
    'the address and the events of a webhook',
    null,
    { url: 'https://hooks.example.com/', types: ['scene.published'] },
    ['URL: https://hooks.example.com/', 'Events: scene.published'],
  ],
  ['nothing of objects, which the details have', { settings: { a: 1 } }, { settings: { a: 2 } }, []],
])('tells %s', (_what, before, after, expected) => {
  expect(describeChanges({ before, after }, projectName)).toEqual(expected)
})

test('cuts what is too long for a line', () => {
  const domains = Array.from({ length: 40 }, (_, index) => `shop-${index}.example`)
  const [line = ''] = describeChanges(
    { before: { allowedDomains: [] }, after: { allowedDomains: domains } },
    projectName,
  )
  expect(line.length).toBeLessThan(90)
  expect(line.endsWith('…')).toBe(true)
})

test('finds every project that an entry mentions', () => {
  expect(
    projectIdsOf({ before: { projectIds: ['p1', 'p2'] }, after: { projectId: 'p3', name: 'x' } }),
  ).toEqual(['p1', 'p2', 'p3'])
})
