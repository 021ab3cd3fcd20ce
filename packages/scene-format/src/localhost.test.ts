import { expect, test } from 'vitest'
import { isLocalhost, LOCALHOST_HOSTS } from './localhost.js'

test.each([
  ['localhost', true],
  ['shop.localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['127.0.0.2', false],
  ['::1', false],
  ['localhost.example.com', false],
  ['mylocalhost', false],
  ['localhost.', false],
  ['', false],
])('%s is localhost: %s', (host, expected) => {
  expect(isLocalhost(host)).toBe(expected)
})

test('the hosts of the allowlist are hosts of the rule', () => {
  expect(LOCALHOST_HOSTS.map((host) => isLocalhost(host.replace('*', 'any')))).not.toContain(false)
})
