/** Streams a model or a poster: whole, in part, or not at all when the caller has it already. */
import { pipeline } from 'node:stream'
import type { BlobEncoding } from '../db/blobs.js'
import {
  BlobMissingError,
  type BlobStorage,
  type ByteRange,
  VARIANT_SUFFIX,
  variantName,
} from '../storage/blob-storage.js'
import type { HotBlobs } from '../storage/hot-blobs.js'
import { acceptsEncoding, isUnchanged, type ResolvedRange, resolveRange } from '../http/conditional.js'
import type { EmbedExchange } from './exchange.js'

export interface Blob {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
  readonly encodings: readonly BlobEncoding[]
}

interface Representation {
  readonly name: string
  readonly bytes: number
  readonly etag: string
  readonly encoding: 'br' | 'gzip' | null
}

/** Where the bytes of blobs come from. */
export interface BlobSource {
  readonly storage: BlobStorage
  readonly hot: HotBlobs
  /** Set: the proxy in front sends them, from below this path of its own. */
  readonly accelRedirect?: string | undefined
}

export interface BlobResponseOptions extends BlobSource {
  readonly cacheControl: string
  readonly headers?: readonly string[]
}

/**
 * Resolves once the response has begun; rejects before its first byte where the store cannot serve. A variant that the
 * store has lost is no loss: the plain bytes go out instead.
 */
export async function sendBlob(
  exchange: EmbedExchange,
  blob: Blob,
  options: BlobResponseOptions,
): Promise<void> {
  const accepted = exchange.req.headers['accept-encoding']
  const chosen = chooseRepresentation(blob, accepted, rangeOf(exchange) !== undefined)
  try {
    await sendRepresentation(exchange, blob, chosen, options)
  } catch (error) {
    if (chosen.encoding === null || !(error instanceof BlobMissingError)) throw error
    await sendRepresentation(exchange, blob, plainOf(blob), options)
  }
}

async function sendRepresentation(
  exchange: EmbedExchange,
  blob: Blob,
  chosen: Representation,
  { storage, hot, accelRedirect, cacheControl, headers = [] }: BlobResponseOptions,
): Promise<void> {
  const { req, res } = exchange
  const { 'if-range': ifRange, 'if-none-match': ifNoneMatch } = req.headers
  const range = rangeOf(exchange)
  const common = [
    ...exchange.headers(blob.encodings.length > 0 ? 'Accept-Encoding' : undefined),
    'Cache-Control',
    cacheControl,
    'ETag',
    chosen.etag,
    ...headers,
  ]
  if (isUnchanged(ifNoneMatch, chosen.etag)) {
    res.writeHead(304, common)
    res.end()
    return
  }
  const asked = resolveRange({ range, ifRange: ifRange as string | undefined }, chosen.bytes, chosen.etag)
  if (asked.kind === 'unsatisfiable') {
    res.writeHead(416, [...common, 'Content-Range', `bytes */${chosen.bytes}`, 'Content-Length', '0'])
    res.end()
    return
  }
  const part = asked.kind === 'part' ? asked : null
  const length = part === null ? chosen.bytes : part.end - part.start + 1
  const all = [
    ...common,
    'Content-Type',
    blob.mediaType,
    'Content-Length',
    String(length),
    'Accept-Ranges',
    'bytes',
    ...(chosen.encoding === null ? [] : ['Content-Encoding', chosen.encoding]),
    ...(part === null ? [] : ['Content-Range', `bytes ${part.start}-${part.end}/${chosen.bytes}`]),
  ]
  const status = part === null ? 200 : 206
  if (exchange.isHead) {
    res.writeHead(status, all)
    res.end()
    return
  }
  if (accelRedirect !== undefined && storage.locate !== undefined && isPlainly(asked, exchange)) {
    res.writeHead(200, [
      ...common,
      'Content-Type',
      blob.mediaType,
      ...(chosen.encoding === null ? [] : ['Content-Encoding', chosen.encoding]),
      'X-Accel-Redirect',
      accelRedirect + (await storage.locate(chosen.name)),
      // For a store that is asked by the proxy; of a file it cuts the part itself.
      ...(part === null ? [] : ['X-Vectreal-Range', `bytes=${part.start}-${part.end}`]),
      'Content-Length',
      '0',
    ])
    res.end()
    return
  }
  const found = hot.find(chosen.name, chosen.bytes)
  const bytes = found instanceof Promise ? await found : found
  if (bytes === null) {
    await stream(exchange, storage, chosen.name, part, () => res.writeHead(status, all))
    return
  }
  if (res.destroyed) return
  res.writeHead(status, all)
  res.end(part === null ? bytes : bytes.subarray(part.start, part.end + 1))
}

/** Whether a proxy reads the request's conditions as we do; the few others get the bytes themselves. */
function isPlainly(asked: ResolvedRange, exchange: EmbedExchange): boolean {
  const { 'if-match': ifMatch, 'if-unmodified-since': ifUnmodifiedSince } = exchange.req.headers
  if (ifMatch !== undefined || ifUnmodifiedSince !== undefined) return false
  return asked.kind === 'part' || rangeOf(exchange) === undefined
}

/** Parts are for GET alone (RFC 9110 §14.2). */
function rangeOf({ req, isHead }: EmbedExchange): string | undefined {
  return isHead ? undefined : req.headers.range
}

async function stream(
  { res }: EmbedExchange,
  storage: BlobStorage,
  name: string,
  range: ByteRange | null,
  begin: () => void,
): Promise<void> {
  const source = await storage.open(name, range === null ? {} : { range })
  if (res.destroyed) {
    // The client left while the store was asked.
    source.destroy()
    return
  }
  begin()
  // Ends the source when the client goes, and cuts the connection when the source breaks: a short body must not
  // look like a whole one.
  pipeline(source, res, () => {})
}

/** A precompressed variant where the client takes it; parts are always of the plain bytes. */
function chooseRepresentation(blob: Blob, accepted: string | undefined, isPartial: boolean): Representation {
  const { sha256, encodings } = blob
  for (const encoding of isPartial ? [] : (['br', 'gzip'] as const)) {
    const variant = encodings.find((candidate) => candidate.encoding === encoding)
    if (variant === undefined || !acceptsEncoding(accepted, encoding)) continue
    const etag = `"${sha256}-${VARIANT_SUFFIX[encoding]}"`
    return { name: variantName(sha256, encoding), bytes: variant.bytes, etag, encoding }
  }
  return plainOf(blob)
}

function plainOf({ sha256, bytes }: Blob): Representation {
  return { name: sha256, bytes, etag: `"${sha256}"`, encoding: null }
}
