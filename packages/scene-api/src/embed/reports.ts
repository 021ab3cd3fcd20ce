/** `POST /api/embed/reports`: failures that only the page sees. No key; few, small, and written in batches. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RateLimit } from '@vectreal/auth-core'
import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '../clock.js'
import { redactTokens } from '@vectreal/scene-format'
import { toRateLimit } from '../http/rate-limit.js'
import { type EmbedFailure, embedReportSchema } from '../schemas/embed-report.js'

const MAX_BODY_BYTES = 4096
const PER_CLIENT = { limit: 30, windowSeconds: 60 }
/** Reports held between two flushes; more are dropped. */
const MAX_WAITING = 500

interface WaitingReport extends EmbedFailure {
  readonly sdkVersion: string | null
  readonly origin: string
  readonly userAgent: string | null
  readonly receivedAt: Date
}

export type ReportOutcome =
  | { readonly kind: 'taken' | 'too_large' | 'invalid' }
  | { readonly kind: 'limited'; readonly rateLimit: RateLimit }

export interface Reports {
  take(req: IncomingMessage, client: string, origin: string): Promise<ReportOutcome>
  flush(): Promise<void>
}

export function createReports(pool: Pool, clock: Clock): Reports {
  const limiter = new RateLimiterMemory({ points: PER_CLIENT.limit, duration: PER_CLIENT.windowSeconds })
  let waiting: WaitingReport[] = []

  return {
    async take(req, client, origin) {
      try {
        await limiter.consume(client)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        return { kind: 'limited', rateLimit: toRateLimit(PER_CLIENT, error.msBeforeNext) }
      }
      const body = await readBody(req)
      if (body === null) return { kind: 'too_large' }
      const parsed = embedReportSchema.safeParse(parseJson(body))
      if (!parsed.success) return { kind: 'invalid' }
      const common = {
        sdkVersion: parsed.data.sdkVersion ?? null,
        origin,
        userAgent: redactTokens(req.headers['user-agent'] ?? '').slice(0, 255) || null,
        receivedAt: clock.now(),
      }
      for (const report of parsed.data.reports) {
        if (waiting.length < MAX_WAITING) waiting.push({ ...report, ...common })
      }
      return { kind: 'taken' }
    },
    async flush() {
      if (waiting.length === 0) return
      const taken = waiting
      waiting = []
      try {
        await writeReports(pool, taken)
      } catch (error) {
        waiting = [...taken, ...waiting].slice(0, MAX_WAITING)
        throw error
      }
    },
  }
}

/** Null: longer than a report may be. What comes beyond the limit is not kept. */
async function readBody(req: IncomingMessage): Promise<string | null> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** A report about a scene that does not exist concerns nobody, and is dropped. */
const WRITE_REPORTS = `
insert into embed_reports
  (id, received_at, organization_id, project_id, scene_id, origin, code, layer, detail, sdk_version, user_agent, request_id)
select v.id, v.received_at, s.organization_id, s.project_id, s.id, v.origin, v.code, v.layer, v.detail, v.sdk_version, v.user_agent, v.request_id
from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
  as v(id, received_at, scene_id, origin, code, layer, detail, sdk_version, user_agent, request_id)
join scenes s on s.id = v.scene_id`

async function writeReports(pool: Pool, reports: readonly WaitingReport[]): Promise<void> {
  const column = <T>(pick: (report: WaitingReport) => T) => reports.map(pick)
  await pool.query(WRITE_REPORTS, [
    column(() => randomUUID()),
    column(({ receivedAt }) => receivedAt.toISOString()),
    column(({ sceneId }) => sceneId ?? null),
    column(({ origin }) => origin),
    column(({ code }) => code),
    column(({ layer }) => layer ?? null),
    column(({ detail }) => detail ?? null),
    column(({ sdkVersion }) => sdkVersion),
    column(({ userAgent }) => userAgent),
    column(({ requestId }) => requestId ?? null),
  ])
}
