import { createSocket, type Socket } from 'node:dgram'
import { afterEach, describe, expect, test } from 'vitest'
import { postEvent } from './post-event.js'
import { isPublicAddress } from './public-address.js'
import { createPublicLookup } from './public-lookup.js'

test.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  'not an address',
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

describe('nothing is sent to', () => {
  test.each([
    'http://127.0.0.1:9/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://[::1]:9/',
    'http://[::ffff:10.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://[64:ff9b:1::a00:1]/',
    'http://[::7f00:1]/',
    'http://169.254.169.254/',
    'http://localhost:9/',
    'http://hooks.localhost/',
    'http://db.internal/',
  ])('%s', async (url) => {
    const outcome = await postEvent({ url, headers: {}, body: '{}', allowPrivate: false })
    expect(outcome).toMatchObject({ ok: false, status: null, error: 'the address is private' })
  })
})

describe('a name', () => {
  let server: Socket | undefined
  afterEach(() => server?.close())

  /** Gives each question the next of these addresses, the last one for good. */
  async function startNameServer(addresses: string[]): Promise<string> {
    const socket = createSocket('udp4')
    server = socket
    socket.on('message', (question, { port, address }) => {
      const end = question.indexOf(0, 12) + 5
      const isA = question.readUInt16BE(end - 4) === 1
      const given = addresses.length > 1 && isA ? addresses.shift() : addresses[0]
      const header = Buffer.from(question.subarray(0, 12))
      header.writeUInt16BE(0x8180, 2)
      header.writeUInt16BE(isA ? 1 : 0, 6)
      header.fill(0, 8, 12)
      const record = Buffer.from([
        0xc0,
        12,
        0,
        1,
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        4,
        ...(given ?? '').split('.').map(Number),
      ])
      socket.send(
        Buffer.concat([header, question.subarray(12, end), ...(isA ? [record] : [])]),
        port,
        address,
      )
    })
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    return `127.0.0.1:${socket.address().port}`
  }
  const post = async (addresses: string[]) => {
    const lookup = createPublicLookup([await startNameServer(addresses)])
    const url = 'http://hooks.example.com:9/'
    return postEvent({ url, headers: {}, body: '{}', allowPrivate: false, lookup, timeoutMs: 500 })
  }

  test('that means a private address is refused', async () => {
    expect(await post(['10.0.0.1'])).toMatchObject({ error: 'the address is private' })
  })

  test('is asked for once, and what is checked is what is connected to', async () => {
    const looked: unknown[] = []
    const lookup = createPublicLookup([await startNameServer(['203.0.114.7', '127.0.0.1'])])
    const first = await new Promise((resolve) => {
      lookup('hooks.example.com', { all: true }, (error, addresses) => resolve(error ?? addresses))
    })
    const second = await new Promise((resolve) => {
      lookup('hooks.example.com', { all: true }, (error) => resolve(error))
    })
    looked.push(first, (second as Error).message)
    expect(looked).toEqual([[{ address: '203.0.114.7', family: 4 }], 'the address is private'])
  })
})
