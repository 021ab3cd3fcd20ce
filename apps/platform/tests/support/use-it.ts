/** What a person does first on a platform that runs. */
import { expect } from 'vitest'

/** Signs up and makes an organization: sessions, transactions, locks, the audit log. Resolves to its id. */
export async function useIt(url: string): Promise<string> {
  const post = (path: string, body: unknown, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const email = `ada-${crypto.randomUUID().slice(0, 8)}@example.test`
  const signedUp = await post('/api/auth/sign-up/email', {
    name: 'Ada',
    email,
    password: 'correct horse battery',
  })
  expect(signedUp.status).toBe(200)
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const created = await post(
    '/api/auth/organization/create',
    { name: 'Studio', slug: `studio-${crypto.randomUUID().slice(0, 8)}` },
    { cookie, origin: url },
  )
  expect(created.status).toBe(200)
  const { id } = (await created.json()) as { id: string }
  const listed = await fetch(`${url}/api/organizations/${id}/projects`, { headers: { cookie } })
  expect(listed.status).toBe(200)
  return id
}
