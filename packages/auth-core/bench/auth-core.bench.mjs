/** What one request costs in this package, beside `prefixed-api-key` and a bare SHA-256. */
import { createHash, hash } from 'node:crypto'
import {
  compileAllowlist,
  createVerifier,
  generateApiKey,
  generateSigningKey,
  hashApiKey,
  normalizeDomainPattern,
  parseApiKey,
  resolveRequestOrigin,
} from '@vectreal/auth-core'
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { checkAPIKey, generateAPIKey } from 'prefixed-api-key'
import { measureTable } from '../../../scripts/bench-table.mjs'

const token = generateApiKey()
const authorization = `Bearer ${token}`
const sha256 = (text) => hash('sha256', text)

const other = await generateAPIKey({ keyPrefix: 'vctrl' })

const record = {
  key: {
    id: 'key',
    organizationId: 'organization',
    projectIds: ['project'],
    expiresAt: new Date(Date.now() + 90 * 86_400_000),
    revokesAt: null,
    revokedAt: null,
  },
  scene: {
    id: 'scene',
    organizationId: 'organization',
    projectId: 'project',
    status: 'published',
    payload: null,
  },
  allowlist: { allowedDomains: ['shop.example.com', '*.example.org'], allowLocalhost: true },
}
const headers = { origin: 'https://shop.example.com' }
const request = (authorization) => ({
  authorization,
  origin: resolveRequestOrigin(headers),
  sceneId: 'scene',
  client: null,
})
const { publicKey, privateKey } = await generateSigningKey()
const signer = { signingKeyId: 'key', privateKey, sceneId: 'scene', expiresInSeconds: 3600 }
const visitorAuthorization = `Bearer ${await signVisitorToken({ ...signer, subject: 'customer-7' })}`
const options = {
  store: {
    findAccess: async () => record,
    findVisitorAccess: async () => ({ ...record, key: { ...record.key, publicKey } }),
  },
  ttlMs: 3_600_000,
}
const verifier = createVerifier({ ...options, hash: sha256 })
const webCryptoVerifier = createVerifier(options)
await verifier.verify(request(authorization))
await webCryptoVerifier.verify(request(authorization))
const granted = await verifier.verify(request(visitorAuthorization))
if (!granted.ok) throw new Error(`the visitor token is refused: ${granted.refusal.code}`)

const flipped = `Bearer ${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`
const long = `Bearer ${'a'.repeat(10_240)}`

await measureTable({
  title: 'One request',
  note: '`verify` reads the header, checks form and checksum, hashes, finds the record, matches the origin, decides.',
  rows: [
    { name: 'createHash', run: () => createHash('sha256').update(token).digest('hex') },
    { name: '`verify`, warm', run: () => verifier.verify(request(authorization)) },
    {
      name: '`verify`, warm, WebCrypto hash',
      run: async () => webCryptoVerifier.verify(request(authorization)),
    },
    { name: '`verify`, warm, visitor token', run: () => verifier.verify(request(visitorAuthorization)) },
    { name: '`verify`, wrong checksum', run: () => verifier.verify(request(flipped)) },
    { name: '`verify`, 10 KB of token', run: () => verifier.verify(request(long)) },
    { name: '`verify`, no header', run: () => verifier.verify(request(undefined)) },
    { name: '`prefixed-api-key` checkAPIKey', run: () => checkAPIKey(other.token, other.longTokenHash) },
  ],
})

await measureTable({
  title: 'Tokens',
  rows: [
    { name: 'createHash', run: () => createHash('sha256').update(token).digest('hex') },
    { name: 'crypto.hash (Node ≥ 20.12)', run: () => sha256(token) },
    { name: '`hashApiKey`', run: async () => hashApiKey(token) },
    { name: '`parseApiKey`', run: () => parseApiKey(token) },
    { name: '`generateApiKey`', run: () => generateApiKey() },
    {
      name: '`prefixed-api-key` generateAPIKey',
      run: async () => generateAPIKey({ keyPrefix: 'vctrl' }),
    },
  ],
})

/** A third exact, a third wildcards, a third with a port. */
function patterns(count) {
  return Array.from({ length: count }, (_, index) => {
    const host = `shop-${index}.example.com`
    return [host, `*.${host}`, `${host}:8443`][index % 3]
  })
}
const lists = [3, 100, 1000].map((count) => ({
  count,
  allowlist: compileAllowlist({ allowedDomains: patterns(count), allowLocalhost: true }),
  last: `https://www.shop-${count - (count % 3 || 3) + 1}.example.com`,
}))

await measureTable({
  title: 'Allowlist match by number of patterns',
  note: 'A host three labels below a pattern, and one that nothing allows.',
  rows: lists.flatMap(({ count, allowlist, last }) => [
    { name: `${count}, allowed`, run: () => allowlist.match(last) },
    { name: `${count}, refused`, run: () => allowlist.match('https://www.elsewhere.example.net') },
  ]),
})

const KB10 = 10 * 1024
await measureTable({
  title: '10 KB where a few characters belong',
  note: 'Each is refused in less than a millisecond, whatever the 10 KB are made of.',
  rows: [
    { name: 'header', run: () => verifier.verify(request(`Bearer ${' '.repeat(KB10)}`)) },
    { name: 'token', run: () => parseApiKey('a'.repeat(KB10)) },
    { name: 'Origin', run: () => resolveRequestOrigin({ origin: 'a.'.repeat(KB10 / 2) }) },
    { name: 'Referer', run: () => resolveRequestOrigin({ referer: `https://${'a.'.repeat(KB10 / 2)}` }) },
    { name: 'origin to match', run: () => lists[2].allowlist.match(`https://${'a.'.repeat(KB10 / 2)}`) },
    { name: 'allowlist entry', run: () => normalizeDomainPattern('*.'.repeat(KB10 / 2)) },
    { name: '2 KB allowlist entry', run: () => normalizeDomainPattern(`http://${'a.*.'.repeat(500)}`) },
  ],
})
