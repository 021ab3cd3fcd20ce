/** Signs the demo's owner in, and calls what better-auth serves beside the management API. */

/** Signs in, or up where the account does not exist yet; resolves to the cookie of the session. */
export async function openSession(
  baseUrl: string,
  account: { readonly name: string; readonly email: string; readonly password: string },
): Promise<string> {
  const post = (path: string) =>
    fetch(baseUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    })
  let response = await post('/api/auth/sign-in/email')
  if (!response.ok) response = await post('/api/auth/sign-up/email')
  if (!response.ok) {
    throw new Error(
      `The demo account ${account.email} cannot be used (${response.status}). Its password was changed?`,
    )
  }
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}

/** A GET, or a POST where there is a body, under `/api/auth`. */
export async function askAuth<T>(baseUrl: string, cookie: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${baseUrl}/api/auth${path}`, {
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path} responded with ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
