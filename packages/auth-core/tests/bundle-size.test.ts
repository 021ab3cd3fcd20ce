import { gzipSync } from 'node:zlib'
import * as authCore from '@vectreal/auth-core'
import { describe, expect, test } from 'vitest'
import { bundle } from './bundle.js'

const BUDGET_BYTES = 8 * 1024
const NORMALIZER = ['normalizeDomainPattern', 'normalizeAllowedDomains', 'suggestAcceptedPattern']

const gzipBytes = (code: string) => gzipSync(code, { level: 9 }).length

describe('what a browser downloads', () => {
  test('of everything but the normalizer is at most 8 KB, without the public suffix list', async () => {
    const names = Object.keys(authCore).filter((name) => !NORMALIZER.includes(name))
    const code = await bundle(`export { ${names.join(', ')} } from '@vectreal/auth-core'`)
    expect(gzipBytes(code)).toBeLessThanOrEqual(BUDGET_BYTES)
  })

  test('of the normalizer is at most 6 KB beside the list', async () => {
    const code = await bundle(`export * from '@vectreal/auth-core/normalize'`, ['tldts'])
    expect(gzipBytes(code)).toBeLessThanOrEqual(6 * 1024)
  })

  test('of one function is that function', async () => {
    const code = await bundle(`export { keyStatus } from '@vectreal/auth-core'`)
    expect(gzipBytes(code)).toBeLessThanOrEqual(512)
  })
})
