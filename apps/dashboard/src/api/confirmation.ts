/**
 * "Confirm it’s you": requests that the server refuses with `confirmation_required` wait here for the dialog's
 * outcome, and are then sent again. However many wait, the person is asked once.
 */
import type { ApiError } from './problem'

export type ConfirmMethod = 'password' | 'code' | 'passkey' | 'company'

export interface ConfirmQuestion {
  readonly methods: readonly ConfirmMethod[]
  /** False: the person would rather not. */
  settle(confirmed: boolean): void
}

type Listener = () => void
const listeners = new Set<Listener>()
let question: ConfirmQuestion | null = null
let outcome: Promise<boolean> | null = null

/** Resolves to whether `error` asked for a proof and the person has given it. */
export async function isConfirmedNow(error: ApiError): Promise<boolean> {
  // Nobody would show the dialog.
  if (error.code !== 'confirmation_required' || listeners.size === 0) return false
  outcome ??= new Promise((resolve) => {
    const settle = (confirmed: boolean) => {
      question = null
      outcome = null
      notify()
      resolve(confirmed)
    }
    question = { methods: (error.extra['methods'] ?? []) as ConfirmMethod[], settle }
    notify()
  })
  return outcome
}

export function subscribeConfirmation(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const confirmationQuestion = () => question

function notify(): void {
  for (const listener of listeners) listener()
}
