import { expect, test } from 'vitest'
import { discoverProvider } from './discover-provider.js'

test.each([
  'http://login.example.com',
  'https://127.0.0.1',
  'https://10.0.0.8/realms/x',
  'https://169.254.169.254',
  'https://[::1]',
  'https://[::ffff:192.168.0.1]',
  'https://[fd00::1]',
  'https://localhost',
])('%s is not called by a platform on the internet', async (issuer) => {
  await expect(discoverProvider(issuer, false)).rejects.toMatchObject({
    code: 'invalid_request',
    members: { errors: [{ path: 'issuer' }] },
  })
})
