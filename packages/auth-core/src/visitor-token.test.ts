import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forge, forgeHmac, goodClaims, goodHeader, now, seconds } from '../tests/visitor.js'
import { parseVisitorToken } from './visitor-token.js'

const isRead = async (header: unknown, claims: unknown) =>
  parseVisitorToken(await forge(header, claims), now) !== null

describe('a visitor token', () => {
  test('is read with what it says', async () => {
    const claims = {
      ...goodClaims,
      origin: 'https://Shop.example.com:443',
      sub: 'customer-7',
      jti: 'a',
      other: [1],
    }
    expect(parseVisitorToken(await forge(goodHeader, claims), now)?.claims).toEqual({
      kid: 'signer',
      issuedAt: now,
      expiresAt: new Date((seconds + 600) * 1000),
      scope: { scene: 'scene' },
      origin: 'https://shop.example.com',
      subject: 'customer-7',
    })
  })

  test.each([
    ['a life of 24 hours', { exp: seconds + 86_400 }, true],
    ['a second more', { exp: seconds + 86_401 }, false],
    ['an iat 60 seconds ahead', { iat: seconds + 60 }, true],
    ['an iat 61 seconds ahead', { iat: seconds + 61 }, false],
    [
      'an exp that is past, which is for the decision to refuse',
      { iat: seconds - 900, exp: seconds - 300 },
      true,
    ],
    ['no exp', { exp: undefined }, false],
    ['no iat', { iat: undefined }, false],
    ['an exp in a string', { exp: String(seconds + 600) }, false],
    ['an exp with a fraction', { exp: seconds + 0.5 }, false],
    ['an exp before its iat', { exp: seconds - 1 }, false],
    ['a negative iat', { iat: -1, exp: 5 }, false],
    ['times of the far future', { iat: 1e21, exp: 1e21 + 600 }, false],
    ['a project instead of a scene', { scene: undefined, project: 'project' }, true],
    ['both a scene and a project', { project: 'project' }, false],
    ['neither', { scene: undefined }, false],
    ['a scene that is no id', { scene: '../x' }, false],
    ['a list of scenes', { scene: ['scene'] }, false],
    ['an origin that is none', { origin: 'shop.example.com' }, false],
    ['an origin of null', { origin: null }, false],
    ['a sub of 64 characters', { sub: '😀'.repeat(64) }, true],
    ['a sub of 65 characters', { sub: 'a'.repeat(65) }, false],
    ['a sub that is a number', { sub: 7 }, false],
  ])('with %s', async (_what, change, expected) => {
    expect(await isRead(goodHeader, { ...goodClaims, ...change })).toBe(expected)
  })

  test.each([
    ['alg none', { ...goodHeader, alg: 'none' }],
    ['alg NONE', { ...goodHeader, alg: 'NONE' }],
    ['alg HS256', { ...goodHeader, alg: 'HS256' }],
    ['another curve', { ...goodHeader, alg: 'ES256' }],
    ['no alg', { kid: 'signer' }],
    ['no kid', { alg: 'EdDSA' }],
    ['a kid that is a path', { ...goodHeader, kid: '../../etc/passwd' }],
    ['a kid that is a list', { ...goodHeader, kid: ['signer'] }],
    ['a kid of 65 characters', { ...goodHeader, kid: 'a'.repeat(65) }],
    ['a critical header', { ...goodHeader, crit: ['exp'], exp: 1 }],
    ['an empty list of critical headers', { ...goodHeader, crit: [] }],
    ['an unencoded payload', { ...goodHeader, b64: false }],
    ['a list as header', [goodHeader]],
    ['no JSON as header', 'EdDSA'],
    ['numbers too large as header', '{"alg":"EdDSA","kid":1e999}'],
  ])('is refused with %s in its header', async (_what, header) => {
    expect(await isRead(header, goodClaims)).toBe(false)
  })

  test('is refused in every other form', async () => {
    const token = await forge(goodHeader, goodClaims)
    const [header, payload, signature] = token.slice('vctrlv_'.length).split('.')
    for (const text of [
      '',
      'vctrlv_',
      'vctrlv_..',
      token.slice('vctrlv_'.length),
      token.replace('vctrlv_', 'vctrl_'),
      token.replace('vctrlv_', 'VCTRLV_'),
      `vctrlv_${header}..${signature}`,
      `vctrlv_${header}.${payload}.`,
      `vctrlv_${header}.${payload}`,
      `${token}.${signature}`,
      `${token}=`,
      `${token}A`,
      ` ${token}`,
      token.replaceAll('-', '+').replaceAll('_', '/'),
      `vctrlv_${JSON.stringify({ protected: header, payload, signature })}`,
      await forgeHmac({ ...goodHeader, alg: 'HS256' }, goodClaims),
      await forgeHmac(goodHeader, goodClaims),
      await forge(goodHeader, { ...goodClaims, filler: 'a'.repeat(2000) }),
      await forge(goodHeader, `\u{feff}${JSON.stringify(goodClaims)}`),
    ]) {
      expect([text, parseVisitorToken(text, now)]).toEqual([text, null])
    }
  })

  test('has one spelling: no other text is read as the same signature', async () => {
    const token = await forge(goodHeader, goodClaims)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = token.at(-1) as string
    const others = [...alphabet].filter((character) => character !== last)
    const sameBytes = others.filter((character) => {
      const read = parseVisitorToken(token.slice(0, -1) + character, now)
      const signature = parseVisitorToken(token, now)?.signature.join()
      return read !== null && read.signature.join() === signature
    })
    expect(sameBytes).toEqual([])
  })

  test('never throws, whatever the text is', async () => {
    const token = await forge(goodHeader, goodClaims)
    const change = fc.tuple(fc.nat(token.length), fc.nat(3), fc.string({ maxLength: 3 }))
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constant(token)),
        fc.array(change, { maxLength: 3 }),
        (text, changes) => {
          const changed = changes.reduce(
            (text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut),
            text,
          )
          const read = parseVisitorToken(changed, now)
          return read === null || changed.startsWith('vctrlv_')
        },
      ),
      { numRuns: 3000 },
    )
  })
})
