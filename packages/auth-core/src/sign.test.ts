import { describe, expect, test } from 'vitest'
import { importPrivate, now, seconds, signingKey, strangersKey } from '../tests/visitor.js'
import { isSignedBy } from './signature.js'
import { signVisitorToken, type VisitorTokenOptions } from './sign.js'
import { parseVisitorToken, type VisitorToken } from './visitor-token.js'

const options = { privateKey: signingKey.privateKey, signingKeyId: 'signer', sceneId: 'scene', now } as const

describe('a token that a site signs', () => {
  test('is read and verified, and lives for ten minutes', async () => {
    const token = parseVisitorToken(await signVisitorToken(options), now) as VisitorToken
    expect(token.claims).toMatchObject({
      kid: 'signer',
      scope: { scene: 'scene' },
      expiresAt: new Date((seconds + 600) * 1000),
      origin: null,
      subject: null,
    })
    expect(await isSignedBy(signingKey.publicKey, token)).toBe(true)
    expect(await isSignedBy(strangersKey.publicKey, token)).toBe(false)
    expect(await isSignedBy('no key', token)).toBe(false)
  })

  test('carries what else it is given', async () => {
    const text = await signVisitorToken({
      privateKey: await importPrivate(signingKey.privateKey),
      signingKeyId: 'signer',
      projectId: 'project',
      expiresInSeconds: 86_400,
      origin: 'https://SHOP.example.com',
      subject: 'customer-7',
      tokenId: 'order-1',
    })
    expect(parseVisitorToken(text, new Date())?.claims).toMatchObject({
      scope: { project: 'project' },
      origin: 'https://shop.example.com',
      subject: 'customer-7',
    })
  })

  test('of any change to its text is not verified', async () => {
    const token = parseVisitorToken(await signVisitorToken(options), now) as VisitorToken
    for (const at of [0, 10, token.signedBytes.length - 1]) {
      const signedBytes = Uint8Array.from(token.signedBytes)
      signedBytes[at] = (signedBytes[at] as number) ^ 1
      expect(await isSignedBy(signingKey.publicKey, { ...token, signedBytes })).toBe(false)
    }
  })

  test.each([
    ['signingKeyId', { signingKeyId: '' }],
    ['sceneId', { sceneId: undefined }],
    ['sceneId', { projectId: 'project' }],
    ['sceneId', { sceneId: 'a b' }],
    ['expiresInSeconds', { expiresInSeconds: 0 }],
    ['expiresInSeconds', { expiresInSeconds: 86_401 }],
    ['origin', { origin: 'shop.example.com' }],
    ['subject', { subject: 'a'.repeat(65) }],
    ['privateKey', { privateKey: 'secret' }],
    ['privateKey', { privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' }],
  ])('cannot be made with a wrong %s, and the key is not in the message', async (name, change) => {
    const made = signVisitorToken({ ...options, ...change } as unknown as VisitorTokenOptions)
    await expect(made).rejects.toThrow(TypeError)
    await expect(made).rejects.toThrow(name)
    await expect(made).rejects.not.toThrow(/AAAA|secret/)
  })
})
