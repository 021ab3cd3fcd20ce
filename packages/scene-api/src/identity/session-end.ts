/** When a session ends: a week after its last use, and 30 days after signing in however much it is used. */
import type { GenericEndpointContext } from 'better-auth'

const DAY_MS = 86_400_000
export const IDLE_SECONDS = 7 * 86_400
const MAX_AGE_MS = 30 * DAY_MS

const lastInstant = (createdAt: Date): Date => new Date(createdAt.getTime() + MAX_AGE_MS)
/** Sessions that began before this have ended. */
export const oldestStart = (now: Date): Date => new Date(now.getTime() - MAX_AGE_MS)

/** The library moves the end of a session with each day of use; here no further than its last instant. */
export const sessionHooks = {
  update: {
    async before(
      data: { readonly expiresAt?: unknown },
      ctx: GenericEndpointContext | null,
    ): Promise<{ data: { expiresAt: Date } } | undefined> {
      const createdAt = ctx?.context.session?.session.createdAt
      if (!(data.expiresAt instanceof Date) || createdAt === undefined) return undefined
      const last = lastInstant(new Date(createdAt))
      return data.expiresAt > last ? { data: { expiresAt: last } } : undefined
    },
  },
}
