/** Files to the management API, with how far they are: fetch does not say. */
import { createReadStream } from 'node:fs'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { managementPath, readManagementError, type ResultOf } from '@vectreal/scene-api/client'
import { type Client, unreachable } from './client.js'

type UploadRoute =
  | 'PUT /api/organizations/{org}/scenes/{scene}/model'
  | 'PUT /api/organizations/{org}/scenes/{scene}/poster'

interface File {
  readonly mediaType: string
  readonly bytes: number
  /** A path, or what is in memory. */
  readonly source: string | Uint8Array
  readonly onProgress?: (sentBytes: number) => void
  /** Of posters. */
  readonly query?: { readonly automaticOf: number }
}

/** Rejects as the calls of the client do. */
export async function upload<Route extends UploadRoute>(
  { platform, headers }: Client,
  route: Route,
  params: { readonly org: string; readonly scene: string },
  { mediaType, bytes, source, onProgress, query }: File,
): Promise<ResultOf<Route>> {
  const url = platform + managementPath<UploadRoute>(route, { params, ...(query && { query }) })
  const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
    method: 'PUT',
    headers: { ...headers, accept: 'application/json', 'content-type': mediaType, 'content-length': bytes },
  })
  const responded = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', (error) => reject(unreachable(url, error)))
  })
  const input = typeof source === 'string' ? createReadStream(source) : Readable.from(slices(source))
  // A refusal may come before the whole file is sent; the response says more than the broken pipe.
  const sending = pipeline(input, meter(onProgress), request).catch(() => {})
  const response = await responded
  const body = await text(response)
  await sending
  const status = response.statusCode ?? 0
  if (status < 200 || status >= 300) throw await readManagementError(new Response(body, { status }))
  return JSON.parse(body) as ResultOf<Route>
}

function meter(onProgress: File['onProgress']): Transform {
  let sent = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length
      onProgress?.(sent)
      done(null, chunk)
    },
  })
}

const SLICE_BYTES = 256 * 1024

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += SLICE_BYTES) yield bytes.subarray(from, from + SLICE_BYTES)
}
