import { afterEach, describe, expect, test, vi } from 'vitest'
import tokens from '../vectors/tokens.txt?raw'
import { readVectors } from '../vectors/read-vectors.js'
import {
  equalSecrets,
  generateApiKey,
  generateServiceToken,
  hashApiKey,
  parseApiKey,
  parseServiceToken,
  previewOf,
} from './api-key.js'

/** The checksums of these were made by another program (zlib). */
const [aKey = '', ...otherVectors] = readVectors(tokens).map(([token = '']) => token)

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a generated token', () => {
  test('reads back with its kind and preview', () => {
    const token = generateApiKey()
    expect(parseApiKey(token)).toEqual({ ok: true, kind: 'api_key', token, preview: token.slice(-4) })
  })

  test('as a service token has a prefix of its own and is no API key', () => {
    const token = generateServiceToken()
    expect(token).toMatch(/^vctrlsvc_[0-9A-Za-z]{43}$/)
    expect(parseServiceToken(token)).toEqual({
      ok: true,
      kind: 'service_token',
      token,
      preview: token.slice(-4),
    })
    expect(parseApiKey(token)).toEqual({ ok: false, reason: 'length' })
    expect(parseServiceToken(generateApiKey())).toEqual({ ok: false, reason: 'length' })
  })

  test('uses every character equally: bytes from 248 on are drawn again', () => {
    const draws = [
      [255, 248, 0, 61, 62, 247],
      [9, 10, 35, 36],
    ]
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
      const drawn = draws.shift() ?? [1]
      const view = bytes as unknown as Uint8Array
      view.fill(250)
      view.set(drawn)
      return bytes
    })
    // 0, 61, 62 and 247 are the first and last characters; 9|10 and 35|36 the joints between the ranges.
    expect(generateApiKey()).toMatch(/^vctrl_0z0z9AZa1{29}.{6}$/)
  })
})

describe('a token', () => {
  test.each([aKey, ...otherVectors])('with a checksum of another program is read: %s', (token) => {
    const parse = token.startsWith('vctrl_') ? parseApiKey : parseServiceToken
    expect(parse(token)).toMatchObject({ ok: true, token })
  })

  test.each([
    ['length', ''],
    ['length', 'vctrl_'],
    ['length', aKey.slice(0, -1)],
    ['length', `${aKey}0`],
    ['length', ` ${aKey}`],
    ['length', `${aKey}\n`],
    ['length', 'a'.repeat(10_240)],
    ['prefix', `Vctrl_${aKey.slice(6)}`],
    ['prefix', `vctrl-${aKey.slice(6)}`],
    ['prefix', `xxxxxx${aKey.slice(6)}`],
    ['alphabet', `vctrl_-${aKey.slice(7)}`],
    ['alphabet', `vctrl_/${aKey.slice(7)}`],
    ['alphabet', `vctrl_:${aKey.slice(7)}`],
    ['alphabet', `vctrl_@${aKey.slice(7)}`],
    ['alphabet', `vctrl_[${aKey.slice(7)}`],
    ['alphabet', `vctrl_\`${aKey.slice(7)}`],
    ['alphabet', `vctrl_{${aKey.slice(7)}`],
    ['alphabet', `vctrl_é${aKey.slice(7)}`],
    ['alphabet', `${aKey.slice(0, -1)}%`],
    ['alphabet', `${aKey.slice(0, -1)}\0`],
    ['checksum', `${aKey.slice(0, -6)}000000`],
    ['checksum', `${aKey.slice(0, -6)}zzzzzz`],
  ])('is refused for its %s: %j', (reason, text) => {
    expect(parseApiKey(text)).toEqual({ ok: false, reason })
  })

  test('is shown by its last four characters', () => {
    expect(previewOf(aKey)).toBe(aKey.slice(-4))
    expect(previewOf(aKey)).toHaveLength(4)
  })
})

describe('a hash', () => {
  test('is SHA-256 in lower-case hex', async () => {
    expect(await hashApiKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  test('keeps its leading zeros', async () => {
    expect(await hashApiKey('39')).toBe('0b918943df0962bc7a1824c0555a389347b4febdc7cf9d1254406d80ce44e3f9')
  })

  test('under a pepper is HMAC-SHA-256 (RFC 4231, case 2)', async () => {
    const pepper = { id: '2026', secret: 'Jefe' }
    expect(await hashApiKey('what do ya want for nothing?', pepper)).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })

  test('under an empty pepper is refused, because it would protect nothing', async () => {
    await expect(hashApiKey('abc', { id: '1', secret: '' })).rejects.toThrow(/pepper\.secret is empty/)
  })
})

describe('two secrets', () => {
  test.each([
    [true, 'abc', 'abc'],
    [true, '', ''],
    [false, 'abc', 'abd'],
    [false, 'abc', 'bbc'],
    [false, 'abc', 'ab'],
    [false, 'ab', 'abc'],
    [false, '', 'abc'],
    [false, 'abc', ''],
    [false, 'abc\0', 'abc'],
    [false, 'ab', 'ba'],
  ])('are equal: %s, %j and %j', (equal, given, expected) => {
    expect(equalSecrets(given, expected)).toBe(equal)
  })
})
