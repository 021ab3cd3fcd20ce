import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientOf } from './client-address.js'

const throughProxy = (forwarded: string) =>
  clientOf(
    {
      socket: { remoteAddress: '10.0.0.1' },
      headers: { 'x-forwarded-for': forwarded },
    } as unknown as IncomingMessage,
    1,
  )

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
  expect(throughProxy(forwarded)).toBe(client)
})
