/** `GET /calendar/:token.ics`: what calendar apps fetch. They cannot sign in; the address is the secret. */
import { createHash } from 'node:crypto'
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { type RequestHandler, Router } from 'express'
import type { Context } from '../context.js'
import { apiKeyProjects, apiKeys } from '../db/api-keys.js'
import { calendarFeeds } from '../db/calendar-feeds.js'
import { organizations } from '../db/organizations.js'
import { projects } from '../db/projects.js'
import { isUnchanged } from '../embed/conditional.js'
import { groupBy } from '../hygiene/group-by.js'
import { hashToken } from '../people/hash-token.js'
import { Problem } from '../problem.js'
import { type CalendarKey, writeCalendar } from './write-calendar.js'

const FILE = /^([A-Za-z0-9_-]{43})\.ics$/
/** The next keys to end; a calendar of more helps nobody. */
const MAX_KEYS = 1000
/** `lastReadAt` is that exact. */
const LAST_READ_STEP_MS = 60_000

export function createCalendarRouter(context: Context): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.get('/calendar/:file', readCalendar(context))
  return router
}

function readCalendar(context: Context): RequestHandler {
  const { db, clock, settings, logger } = context
  return async (req, res) => {
    const token = FILE.exec(String(req.params.file))?.[1]
    const feed = token === undefined ? null : await findFeed(context, token)
    if (feed === null)
      throw new Problem('not_found', { detail: 'There is no such calendar; it may have been replaced.' })
    const now = clock.now()
    const calendar = writeCalendar({
      organizationName: feed.organizationName,
      publicUrl: settings.publicUrl,
      keys: await findExpiringKeys(context, feed.organizationId, now),
    })
    const earlier = new Date(now.getTime() - LAST_READ_STEP_MS)
    await db
      .update(calendarFeeds)
      .set({ lastReadAt: now })
      .where(
        and(
          eq(calendarFeeds.organizationId, feed.organizationId),
          or(isNull(calendarFeeds.lastReadAt), lt(calendarFeeds.lastReadAt, earlier)),
        ),
      )
      .catch((error: unknown) => logger.warn({ err: error }, 'last read of a calendar not written'))

    res.setHeader('Cache-Control', 'private, no-cache')
    res.setHeader('Content-Type', 'text/calendar; charset=utf-8')
    res.setHeader('Content-Disposition', 'inline; filename="vectreal-api-keys.ics"')
    const etag = `"${createHash('sha256').update(calendar).digest('base64url')}"`
    res.setHeader('ETag', etag)
    res.setHeader('X-Robots-Tag', 'noindex')
    res.setHeader('Referrer-Policy', 'no-referrer')
    if (isUnchanged(req.headers['if-none-match'], etag)) res.status(304).end()
    else res.send(calendar)
  }
}

async function findFeed({ db }: Context, token: string) {
  const [row] = await db
    .select({ organizationId: calendarFeeds.organizationId, organizationName: organizations.name })
    .from(calendarFeeds)
    .innerJoin(organizations, eq(organizations.id, calendarFeeds.organizationId))
    .where(eq(calendarFeeds.tokenHash, hashToken(token, undefined)))
  return row ?? null
}

/** Live keys with an end that nothing replaces yet, the next one first. */
async function findExpiringKeys({ db }: Context, organizationId: string, now: Date): Promise<CalendarKey[]> {
  const keys = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, organizationId),
        isNull(apiKeys.revokedAt),
        isNull(apiKeys.replacedById),
        isNotNull(apiKeys.expiresAt),
        gt(apiKeys.expiresAt, now),
      ),
    )
    .orderBy(asc(apiKeys.expiresAt), asc(apiKeys.id))
    .limit(MAX_KEYS)
  if (keys.length === 0) return []
  const links = await db
    .select({ keyId: apiKeyProjects.keyId, name: projects.name })
    .from(apiKeyProjects)
    .innerJoin(projects, eq(projects.id, apiKeyProjects.projectId))
    .where(
      inArray(
        apiKeyProjects.keyId,
        keys.map(({ id }) => id),
      ),
    )
    .orderBy(asc(projects.name))
  const names = groupBy(links, ({ keyId }) => keyId)
  return keys.flatMap(({ id, name, preview, createdAt, expiresAt }) =>
    expiresAt === null
      ? []
      : [
          {
            id,
            name,
            preview,
            createdAt,
            expiresAt,
            projectNames: (names.get(id) ?? []).map((project) => project.name),
          },
        ],
  )
}
