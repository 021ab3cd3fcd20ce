import { describe, expect, test } from 'vitest'
import { pageUrl, safeNext } from './url'

describe('where sign-in leads afterwards', () => {
  test.each([
    ['/api-keys?create=1', '/api-keys?create=1'],
    ['/dashboard/api-keys', '/api-keys'],
    ['/dashboard', '/'],
    [null, '/'],
    ['', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/dashboard//evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('from next=%s is %s', (next, path) => {
    expect(safeNext(next)).toBe(path)
  })
})

test('links escape what people and servers name', () => {
  expect(pageUrl.apiKey('a/b?c')).toBe('/api-keys/a%2Fb%3Fc')
  expect(pageUrl.newApiKey({ name: 'a&b', projectIds: ['p1', 'p2'] })).toBe(
    '/api-keys?create=1&name=a%26b&project=p1&project=p2',
  )
  expect(pageUrl.signIn('/api-keys?x=1')).toBe('/sign-in?next=%2Fapi-keys%3Fx%3D1')
})
