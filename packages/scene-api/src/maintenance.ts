/** Work that comes round by itself. Every part may run in several processes at once. */
import { publishHeads } from './audit/audit-heads.js'
import type { Context } from './context.js'
import { createChangeCleaner } from './embed/changes-since.js'
import { forgetOldAnswers } from './http/idempotency.js'
import { collectGarbage } from './models/collect-garbage.js'
import { removeStaleUploads } from './models/receive-upload.js'
import { forgetExpired } from './people/forget-expired.js'
import { remindOfExpiry } from './reminders/remind.js'
import { forgetOld } from './retention.js'

const MINUTE_MS = 60_000

/** Answers how to stop; stopping waits for what is running. */
export function startMaintenance(context: Context): () => Promise<void> {
  const { logger, settings } = context
  const running = new Set<Promise<void>>()
  const every = (minutes: number, name: string, work: () => Promise<unknown>) => {
    let isBusy = false
    const run = async () => {
      isBusy = true
      try {
        await work()
      } catch (error) {
        logger.warn({ err: error }, `${name} failed`)
      } finally {
        isBusy = false
      }
    }
    const timer = setInterval(() => {
      if (isBusy) return
      const current = run().finally(() => running.delete(current))
      running.add(current)
    }, minutes * MINUTE_MS)
    timer.unref()
    return timer
  }
  const timers = [
    every(1, 'reminding of expiry', () => remindOfExpiry(context)),
    every(1, 'forgetting old changes', createChangeCleaner(context.pool)),
    every(1, 'forgetting old answers', () => forgetOldAnswers(context)),
    every(10, 'publishing audit heads', () => publishHeads(context)),
    every(10, 'forgetting expired sessions and links', () => forgetExpired(context)),
    every(30, 'collecting garbage', () => collectGarbage(context)),
    every(60, 'forgetting what is old', () => forgetOld(context)),
    every(60, 'removing stale uploads', () => removeStaleUploads(settings.uploadFolder)),
  ]
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}
