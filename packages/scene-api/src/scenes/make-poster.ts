/** Re-encodes a poster: a known format, upright, bounded, without metadata; and a tiny stand-in for it. */
import { Problem } from '../problem.js'
import type { WorkerPool } from '../work/worker-pool.js'

export const POSTER_MEDIA_TYPE = 'image/webp'

/** What an image may have; the contract names these, and decoding more would take the memory of a small node. */
const LIMITS = {
  side: 8192,
  pixels: 50_000_000,
  /** The decoder of AVIF holds the whole picture several times. */
  heifPixels: 25_000_000,
  /** Posters are shown behind a canvas: more pixels would not be seen. */
  posterSide: 2560,
  placeholderSide: 16,
} as const

export interface Poster {
  readonly width: number
  readonly height: number
  readonly placeholder: string
}

type Verdict = ({ readonly ok: true } & Poster) | { readonly ok: false; readonly detail: string }

export interface PosterJob {
  readonly organizationId: string
  readonly signal: AbortSignal
  readonly source: string
  /** Written with the poster; there is no such file before. */
  readonly target: string
}

/** @throws Problem `invalid_image`, with the limit that the image is over */
export async function makePoster(
  pool: WorkerPool,
  { organizationId, signal, source, target }: PosterJob,
): Promise<Poster> {
  const outcome = await pool.run(organizationId, signal, [source, target, JSON.stringify(LIMITS)])
  if (outcome.kind === 'over_limit') {
    throw new Problem('invalid_image', {
      detail: 'The image takes too much time or memory to decode. Send fewer pixels.',
    })
  }
  const verdict = JSON.parse(outcome.output) as Verdict
  if (!verdict.ok) throw new Problem('invalid_image', { detail: verdict.detail })
  return verdict
}
