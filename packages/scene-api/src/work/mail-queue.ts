/** Mail in turns: an organization that invites two hundred people takes one connection of four, and nobody waits for it. */
import type { SceneApiSettings } from '../settings.js'
import { createFairQueue } from './fair-queue.js'
import { createStopController } from './stop-controller.js'

const BOUNDS = {
  atOnce: 4,
  atOncePerOrganization: 1,
  // An organization's invitations of a day.
  waitingPerOrganization: 200,
  waiting: 5000,
  maxWaitMs: 3_600_000,
} as const
/** A mail server that says something now and then keeps its place no longer. */
const GIVE_UP_MS = 60_000
const NEVER = createStopController().signal

type SendMail = NonNullable<SceneApiSettings['sendMail']>

/** Rejects where too many mails wait, or as `sendMail` does. */
export function createMailQueue(sendMail: SendMail): SendMail {
  const queue = createFairQueue(BOUNDS)
  return ({ sender, ...mail }) => queue.run(sender ?? mail.to, NEVER, () => withinTime(sendMail(mail)))
}

async function withinTime(sending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the mail server has not finished in a minute')), GIVE_UP_MS)
    timer.unref()
  })
  try {
    await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}
