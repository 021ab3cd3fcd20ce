/** Re-encodes a poster: a known format, upright, bounded, without metadata; a tiny stand-in for it, and a picture for link previews. */
import { Problem } from '../../problem.js'
import { resolveSceneSettings } from '../../schemas/scene-settings.js'
import { LINK_PICTURE } from '../../schemas/scenes.js'
import type { WorkerPool } from '../../work/worker-pool.js'

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
/** Behind a transparent picture, where the settings have no colour. */
const PAGE_COLOR = '#ffffff'

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
  /** Written with the link picture; there is no such file before. */
  readonly linkTarget: string
  /** Of the scene: its background is that of the link picture. */
  readonly settings: Record<string, unknown>
}

/** @throws Problem `invalid_image`, with the limit that the image is over */
export async function makePoster(
  pool: WorkerPool,
  { organizationId, signal, source, target, linkTarget, settings }: PosterJob,
): Promise<Poster> {
  const { width, height } = LINK_PICTURE
  const options = { ...LIMITS, link: { width, height, background: backgroundOf(settings) } }
  const outcome = await pool.run(organizationId, signal, [
    source,
    target,
    linkTarget,
    JSON.stringify(options),
  ])
  if (outcome.kind === 'over_limit') {
    throw new Problem('invalid_image', {
      detail: 'The image takes too much time or memory to decode. Send fewer pixels.',
    })
  }
  const verdict = JSON.parse(outcome.output) as Verdict
  if (!verdict.ok) throw new Problem('invalid_image', { detail: verdict.detail })
  return verdict
}

function backgroundOf(settings: Record<string, unknown>): string {
  const { background } = resolveSceneSettings(settings)
  return background.kind === 'color' ? background.color : PAGE_COLOR
}
