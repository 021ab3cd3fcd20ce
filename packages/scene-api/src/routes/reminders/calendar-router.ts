/** `GET /calendar/:token.ics`: what calendar apps fetch. They cannot sign in; the address is the secret. */
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { type RequestHandler, Router } from 'express'
import type { Context } from '../../context.js'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import { calendarFeeds } from '../../db/calendar-feeds.js'
import { organizations } from '../../db/organizations.js'
import { projects } from '../../db/projects.js'
import { isUnchanged } from '../../http/conditional.js'
import { groupBy } from '../../domain/hygiene/group-by.js'
import { hashToken } from '../../domain/keys/hash-token.js'
import { Problem } from '../../problem.js'
import {
  type CalendarContent,
  type CalendarKey,
  calendarTag,
  writeCalendar,
} from '../../domain/reminders/write-calendar.js'
import { createRequestLimiter } from '../../mount/request-limiter.js'

const FILE = /^([A-Za-z0-9_-]{43})\.ics$/
/** The next keys to end; a calendar of more helps nobody. */
const MAX_KEYS = 1000
/** `lastReadAt` is that exact. */
const LAST_READ_STEP_MS = 60_000
/** Apps ask every few minutes, for each of the people who have the address. */
const READS_PER_MINUTE = 60
/** Written texts that are kept, 1 MB each at most: calendars are asked for many times between two changes. */
const KEPT_TEXTS = 16

export function createCalendarRouter(context: Context): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.get('/calendar/:file', readCalendar(context))
  return router
}

function readCalendar(context: Context): RequestHandler {
  const { db, clock, settings, logger } = context
  const limit = createRequestLimiter({
    policy: 'calendar-reads',
    limit: READS_PER_MINUTE,
    what: 'reads of this calendar',
  })
  const texts = new Map<string, Promise<string>>()
  /** Written once for all who ask meanwhile. */
  const textOf = (tag: string, content: CalendarContent): Promise<string> => {
    const known = texts.get(tag)
    const text = known ?? writeCalendar(content)
    text.catch(() => texts.delete(tag))
    texts.delete(tag)
    texts.set(tag, text)
    if (texts.size > KEPT_TEXTS) texts.delete(texts.keys().next().value as string)
    return text
  }
  return async (req, res) => {
    const token = FILE.exec(String(req.params.file))?.[1]
    const feed = token === undefined ? null : await findFeed(context, token)
    if (feed === null)
      throw new Problem('not_found', { detail: 'There is no such calendar; it may have been replaced.' })
    await limit(feed.organizationId)
    const now = clock.now()
    const content: CalendarContent = {
      organizationName: feed.organizationName,
      publicUrl: settings.publicUrl,
      keys: await findExpiringKeys(context, feed.organizationId, now),
    }
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
    const tag = calendarTag(content)
    const etag = `"${tag}"`
    res.setHeader('ETag', etag)
    res.setHeader('X-Robots-Tag', 'noindex')
    res.setHeader('Referrer-Policy', 'no-referrer')
    if (isUnchanged(req.headers['if-none-match'], etag)) res.status(304).end()
    else res.send(await textOf(tag, content))
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
