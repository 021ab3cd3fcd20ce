/** In front of a real S3-compatible store: what other makers' stores do that it does not. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StoreProxyOptions {
  /** A request for a part gets the whole, as RFC 9110 allows. */
  readonly withoutRanges?: boolean
  /** The name of what is missing, which Amazon calls `NoSuchKey`. */
  readonly missingCode?: string
}

export interface StoreProxy {
  readonly url: string
  /** Every session token that came, once. */
  sessionTokens(): string[]
  close(): Promise<void>
}

export async function startStoreProxy(
  { endpoint }: { readonly endpoint: string },
  { withoutRanges = false, missingCode }: StoreProxyOptions = {},
): Promise<StoreProxy> {
  const seen = new Set<string>()
  const store = new URL(endpoint)
  const server = createServer((req, res) => {
    const { range, ...headers } = req.headers
    const token = headers['x-amz-security-token']
    if (typeof token === 'string') seen.add(token)
    const passed = request(
      {
        host: store.hostname,
        port: store.port,
        method: req.method,
        path: req.url,
        headers: { ...headers, ...(range !== undefined && !withoutRanges && { range }) },
      },
      (response) => {
        if (response.statusCode === 404 && missingCode !== undefined) {
          response.resume()
          res.writeHead(404, { 'content-type': 'application/xml' })
          res.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${missingCode}</Code></Error>`)
          return
        }
        res.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(res)
      },
    )
    passed.on('error', () => res.destroy())
    res.on('close', () => passed.destroy())
    req.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessionTokens: () => [...seen],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
