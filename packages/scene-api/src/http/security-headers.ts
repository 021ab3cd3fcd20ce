/** What every response carries. */
import type { ServerResponse } from 'node:http'

/** Two years, as browsers' preload lists ask for; whether subdomains have https too is not ours to say. */
const HSTS = 'max-age=63072000'

/** Names and values in turn, as `writeHead` takes them. */
export function securityHeaders(publicUrl: string): string[] {
  const always = ['X-Content-Type-Options', 'nosniff']
  return publicUrl.startsWith('https:') ? [...always, 'Strict-Transport-Security', HSTS] : always
}

export function setSecurityHeaders(res: ServerResponse, publicUrl: string): void {
  const pairs = securityHeaders(publicUrl)
  for (let index = 0; index < pairs.length; index += 2) {
    res.setHeader(pairs[index] as string, pairs[index + 1] as string)
  }
}
