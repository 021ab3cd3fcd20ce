/** Work that comes round by itself. Every part may run in several processes at once. */
import { publishHeads } from './domain/audit/audit-heads.js'
import type { Context } from './context.js'
import { createChangeCleaner } from './embed/changes-since.js'
import { forgetOldResponses } from './mount/idempotency.js'
import { endUnusedKeys } from './domain/keys/end-unused-keys.js'
import { finishDeletions } from './domain/organizations/delete-organization.js'
import { collectGarbage } from './domain/models/collect-garbage.js'
import { removeStaleUploads } from './mount/receive-upload.js'
import { forgetExpired } from './identity/forget-expired.js'
import { refreshFindings } from './domain/hygiene/kept-findings.js'
import { remindOfExpiry } from './domain/reminders/remind.js'
import { forgetDeviceLogins } from './domain/device-login/start-device-login.js'
import { processLeaks } from './domain/leaks/process-leaks.js'
import { forgetOld } from './domain/retention.js'
import { startDelivering } from './domain/webhooks/deliver.js'
import { noticeKeys } from './domain/webhooks/notice-keys.js'

const MINUTE_MS = 60_000

/** Returns a function that stops it, which waits for what is running. */
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
    every(1, 'noticing what becomes of keys', () => noticeKeys(context)),
    every(1, 'judging keys and allowlists', () => refreshFindings(context)),
    every(1, 'looking up leaks', () => processLeaks(context)),
    every(1, 'forgetting old changes', createChangeCleaner(context.pool)),
    every(1, 'finishing the deletion of organizations', () => finishDeletions(context)),
    every(1, 'forgetting programs that nobody let in', () => forgetDeviceLogins(context)),
    every(1, 'forgetting old responses', () => forgetOldResponses(context)),
    every(10, 'ending unused keys', () => endUnusedKeys(context)),
    every(10, 'publishing audit heads', () => publishHeads(context)),
    every(10, 'forgetting expired sessions and links', () => forgetExpired(context)),
    every(30, 'collecting garbage', () => collectGarbage(context)),
    every(60, 'forgetting what is old', () => forgetOld(context)),
    every(60, 'removing stale uploads', () => removeStaleUploads(settings.uploadFolder)),
  ]
  const stopDelivering = startDelivering(context)
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await Promise.all([...running, stopDelivering()])
  }
}
