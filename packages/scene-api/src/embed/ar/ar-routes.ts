/**
 * `POST /api/scenes/:id/ar`: URLs that the AR apps of phones can read, for whoever may see the scene.
 * `GET /ar/:capability/:name`: what stands behind such a URL, after the same checks once more.
 */
import type { Decision, FramedOrigin, Granted, RequestOrigin, Verifier } from '@vectreal/auth-core'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { ArFiles } from '../../domain/ar-files/ar-files.js'
import { arWishOf } from '../../domain/ar-files/ar-wish.js'
import type { ArFile } from '../../work/ar-files.js'
import type { ArUrls } from '../../schemas/ar-urls.js'
import type { EmbedExchange } from '../exchange.js'
import { labelOrigin } from '../origin-label.js'
import { sendProblem } from '../problem-response.js'
import type { PublishedScene } from '../published-scene.js'
import { rateLimitHeaders, toRateLimit } from '../../http/rate-limit.js'
import { type BlobSource, sendBlob } from '../send-blob.js'
import type { UsageRecorder } from '../usage-recorder.js'
import type { Capabilities, Capability } from './capability.js'

/** A visitor taps once or twice; a page makes a new one every few minutes. */
const MINTS = { limit: 30, windowSeconds: 60 }
const MAX_COUNTED = 10_000
const NAME_LENGTH = 60

export interface ArRoutesOptions {
  readonly publicUrl: string
  readonly capabilities: Capabilities
  readonly files: Pick<ArFiles, 'prepare'>
  readonly blobs: BlobSource
  readonly verifier: Verifier<PublishedScene>
  readonly usage: UsageRecorder
}

/** Which file a URL under `/ar/` names. */
export interface ArTarget {
  readonly capability: string
  readonly extension: 'glb' | 'usdz'
}

export interface ArRoutes {
  /** Resolves with what it came to, for the metrics. */
  mint(
    exchange: EmbedExchange,
    granted: Granted<PublishedScene>,
    facts: { readonly origin: RequestOrigin | FramedOrigin; readonly client: string },
  ): Promise<string>
  /** Null: not a capability of ours, or over. */
  read(target: ArTarget): Promise<Capability | null>
  check(capability: Capability, client: string): Decision<PublishedScene> | Promise<Decision<PublishedScene>>
  /** Resolves with what it came to, for the metrics. */
  serve(
    exchange: EmbedExchange,
    target: ArTarget,
    capability: Capability,
    granted: Granted<PublishedScene>,
  ): Promise<string>
}

/** The path after `/ar/`; null where it is none of ours. */
export function parseArTarget(rest: string): ArTarget | null {
  const match = /^([\w.-]{1,1024})\/[\w.-]{1,80}\.(glb|usdz)$/.exec(rest)
  return match === null
    ? null
    : { capability: match[1] as string, extension: match[2] as ArTarget['extension'] }
}

export function createArRoutes(options: ArRoutesOptions): ArRoutes {
  const { publicUrl, capabilities, files, blobs, verifier, usage } = options
  const limiter = new RateLimiterMemory({ points: MINTS.limit, duration: MINTS.windowSeconds })
  const isFirstLoad = rememberFew(MAX_COUNTED)

  return {
    async mint(exchange, granted, { origin, client }) {
      try {
        await limiter.consume(`${granted.keyId} ${client}`)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const rateLimit = toRateLimit(MINTS, error.msBeforeNext)
        sendProblem(exchange, 'rate_limited', null, {}, rateLimitHeaders('ar-urls', rateLimit))
        return 'rate_limited'
      }
      const { name, model, settings } = granted.scene.payload
      if (model === null) {
        sendProblem(exchange, 'not_found', null, { detail: 'This scene has no model.' })
        return 'not_found'
      }
      const { glb, usdz } = await files.prepare(granted.organizationId, arWishOf(model, settings))
      const { text, expiresAt } = await capabilities.issue(granted, origin)
      const address = `${publicUrl}/ar/${text}/${toFileName(name)}`
      const response: ArUrls = {
        glbUrl: urlOf(glb, `${address}.glb`),
        usdzUrl: urlOf(usdz, `${address}.usdz`),
        expiresAt: expiresAt.toISOString(),
        title: name,
        ...reasonOf([glb, usdz]),
      }
      const body = JSON.stringify(response)
      exchange.res.writeHead(201, [
        ...exchange.headers(),
        'Cache-Control',
        'no-store',
        'Content-Type',
        'application/json; charset=utf-8',
        'Content-Length',
        String(Buffer.byteLength(body)),
      ])
      exchange.res.end(body)
      usage.recordUse(granted.keyId, labelOrigin(origin))
      return 'ok'
    },

    read: ({ capability }) => capabilities.read(capability),

    check: ({ sceneId, keyId, claims, origin }, client) =>
      verifier.verifyAgain({ sceneId, keyId, claims, origin, client }),

    async serve(exchange, target, capability, granted) {
      const { version, model, settings } = granted.scene.payload
      const isSame = version === capability.version && model?.sha256 === capability.modelSha256
      // The settings may have changed since: then they are made anew.
      const set = isSame ? await files.prepare(granted.organizationId, arWishOf(model, settings)) : null
      const file = set?.[target.extension]
      if (file?.kind !== 'file') {
        const detail = isSame ? 'There is no such file.' : 'The scene has changed since this URL was made.'
        sendProblem(exchange, 'not_found', null, { detail })
        return 'not_found'
      }
      const { sha256, bytes, mediaType } = file
      await sendBlob(
        exchange,
        { sha256, bytes, mediaType, encodings: [] },
        {
          ...blobs,
          cacheControl: 'no-store',
          headers: ['X-Robots-Tag', 'noindex'],
        },
      )
      countOnce(exchange, target, capability, granted)
      return 'ok'
    },
  }

  /** These apps read a file twice and in parts: one visitor's look is one load. */
  function countOnce(
    exchange: EmbedExchange,
    { capability: text }: ArTarget,
    { origin, sceneId }: Capability,
    { keyId, organizationId, projectId }: Granted<PublishedScene>,
  ): void {
    const label = labelOrigin(origin)
    if (exchange.isHead || !isFirstLoad(text)) usage.recordUse(keyId, label)
    else usage.recordLoad({ keyId, organizationId, projectId, sceneId, origin: label, client: 'ar' })
  }
}

const urlOf = (file: ArFile, url: string): string | null => (file.kind === 'file' ? url : null)

function reasonOf(files: readonly ArFile[]): { readonly reason?: string } {
  const reasons = new Set(files.flatMap((file) => (file.kind === 'none' ? [file.reason] : [])))
  return reasons.size === 0 ? {} : { reason: [...reasons].join(' ') }
}

/** What the app may show as a title: letters, digits and hyphens. */
function toFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\w]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return plain.slice(0, NAME_LENGTH) || 'scene'
}

/** Whether a text comes for the first time, as far as the latest ones are remembered. */
function rememberFew(most: number): (text: string) => boolean {
  const seen = new Set<string>()
  return (text) => {
    if (seen.has(text)) return false
    seen.add(text)
    for (const oldest of seen) {
      if (seen.size <= most) break
      seen.delete(oldest)
    }
    return true
  }
}
