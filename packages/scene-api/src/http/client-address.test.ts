import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, clientOf, isLoopback } from './client-address.js'

const throughProxy = (forwarded: string) =>
  ({
    socket: { remoteAddress: '10.0.0.1' },
    headers: { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

test.each([
  ['7.7.7.7', '7.7.7.7'],
  ['7.7.7.7:4321', '7.7.7.7'],
  ['::ffff:7.7.7.7', '7.7.7.7'],
  ['::ffff:707:707', '7.7.7.7'],
  ['0:0:0:0:0:FFFF:0707:0707', '7.7.7.7'],
  ['0:0:0:0:0:ffff:7.7.7.7', '7.7.7.7'],
  ['::ffff:7.7.7.7%eth0', '7.7.7.7'],
  ['[::ffff:ff01:2]:4321', '255.1.0.2'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:9::7.7.7.7', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['nonsense', '10.0.0.1'],
])('%s counts as %s', (forwarded, client) => {
  expect(clientOf(throughProxy(forwarded), 1)).toBe(client)
})

test.each([
  ['198.51.100.9:40003', '198.51.100.9'],
  ['[2001:db8::7]:40004', '2001:db8::7'],
  ['2001:db8::7', '2001:db8::7'],
  ['fe80::7%eth0', 'fe80::7'],
  ['[::ffff:198.51.100.9]:40003', '198.51.100.9'],
  ['203.0.113.1, 198.51.100.9:40003', '198.51.100.9'],
  ['nonsense', '10.0.0.1'],
])('%s is logged as %s', (forwarded, address) => {
  expect(clientAddress(throughProxy(forwarded), 1)).toBe(address)
})

test('one address has one spelling', () => {
  expect(clientAddress(throughProxy('2001:0DB8:0:0:0:0:0:7'), 1)).toBe('2001:db8::7')
})

test.each([
  ['7.7.7.7', 1, '7.7.7.7'],
  ['6.6.6.6, 7.7.7.7', 1, '7.7.7.7'],
  ['6.6.6.6, 7.7.7.7', 2, '6.6.6.6'],
  ['5.5.5.5, 6.6.6.6, 7.7.7.7', 2, '6.6.6.6'],
  // Through fewer proxies than there are: it came in further inside.
  ['7.7.7.7', 3, '7.7.7.7'],
  ['', 1, '10.0.0.1'],
  ['7.7.7.7', 0, '10.0.0.1'],
])('%s behind %i proxies is %s', (forwarded, trustProxy, address) => {
  expect(clientAddress(throughProxy(forwarded), trustProxy)).toBe(address)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  [undefined, false],
])('a request from %s', (remoteAddress, isOwn) => {
  expect(isLoopback({ socket: { remoteAddress }, headers: {} } as unknown as IncomingMessage)).toBe(isOwn)
})
