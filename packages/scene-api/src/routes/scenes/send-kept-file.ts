/** The bytes of a scene's model or poster for those who manage scenes; embeds have their own way. */
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { isUnchanged } from '../../http/conditional.js'
import type { BlobStorage } from '../../storage/blob-storage.js'

interface KeptFile {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
}

export async function sendKeptFile(
  { req, res, storage }: { readonly req: Request; readonly res: Response; readonly storage: BlobStorage },
  { sha256, bytes, mediaType }: KeptFile,
): Promise<void> {
  const etag = `"${sha256}"`
  res.setHeader('ETag', etag)
  // Asked for again each time: whoever leaves the organization sees it no longer.
  res.setHeader('Cache-Control', 'private, no-cache')
  if (isUnchanged(req.headers['if-none-match'], etag)) {
    res.status(304).end()
    return
  }
  const source = await storage.open(sha256)
  res.setHeader('Content-Type', mediaType)
  res.setHeader('Content-Length', bytes)
  // Cuts the connection when the source breaks: a short body must not look like a whole one.
  await pipeline(source, res).catch(() => {})
}
