/** Presigned addresses of objects, for a proxy that fetches them itself. */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

/** The proxy asks at once; the rest is for clocks that differ. */
const VALID_SECONDS = 300
/** Signing costs more than the rest of the response: an address is used again for a while. */
const REUSED_MS = 120_000
const MAX_KEPT = 5000

interface Signed {
  readonly path: string
  readonly until: number
}

/** Returns a function that gives path and query of an object's address, without the first `/`. */
export function createPresigner(
  client: S3Client,
  objectOf: (name: string) => { Bucket: string; Key: string },
): (name: string) => Promise<string> {
  const kept = new Map<string, Signed>()
  return async (name) => {
    const now = performance.now()
    const known = kept.get(name)
    if (known !== undefined && known.until > now) return known.path
    const url = new URL(
      await getSignedUrl(client, new GetObjectCommand(objectOf(name)), { expiresIn: VALID_SECONDS }),
    )
    const path = `${url.pathname.slice(1)}${url.search}`
    kept.delete(name)
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value as string)
    kept.set(name, { path, until: now + REUSED_MS })
    return path
  }
}
