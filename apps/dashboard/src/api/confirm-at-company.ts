/** A fresh sign-in at the provider, in a window of its own: what the page was doing goes on afterwards. */
import { pageUrl } from '../url'
import { findSession } from './auth'
import { beginCompanySignIn } from './company-sign-in'
import { ApiError } from './problem'

const CHANNEL = 'vectreal-signed-in'

/** Resolves once that window has come back as the same person; `signal` stops the waiting. */
export async function confirmAtCompany(
  companyId: string,
  userId: string,
  signal: AbortSignal,
): Promise<void> {
  // While the press still counts as one: browsers let no page open windows by itself.
  const opened = window.open('about:blank', '_blank', 'popup,width=520,height=720')
  if (opened === null) {
    throw refused('Your browser blocked the window', 'Allow pop-ups for this page, then try again.')
  }
  const arrived = waitForArrival(signal)
  try {
    opened.location.href = await beginCompanySignIn(
      { organizationSlug: companyId },
      { next: pageUrl.signedIn, fresh: true },
    )
  } catch (error) {
    opened.close()
    throw error
  }
  await arrived
  const session = await findSession()
  if (session?.user.id === userId) return
  throw refused(
    'Someone else signed in',
    'That’s a different account at your company. Reload this page to continue as that person, or sign in again.',
  )
}

/** For the page in that window. */
export function announceArrival(): void {
  const channel = new BroadcastChannel(CHANNEL)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
  channel.postMessage(null)
  channel.close()
}

function waitForArrival(signal: AbortSignal): Promise<void> {
  const channel = new BroadcastChannel(CHANNEL)
  return new Promise<void>((resolve, reject) => {
    channel.addEventListener('message', () => resolve())
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  }).finally(() => channel.close())
}

const refused = (title: string, detail: string) =>
  new ApiError({ code: 'not_confirmed', status: 400, title, detail, requestId: null, errors: [], extra: {} })
