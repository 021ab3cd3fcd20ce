/** What one sign-in at an organization's provider carries from request to session, and the nonce that binds its token to it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHmac } from 'node:crypto'

export interface Admitted {
  readonly companyId: string
  /** When the person last proved to the provider to be that person; null: it does not say. */
  readonly provedAt: Date | null
}

interface CompanyCall {
  readonly state: string
  /** Aborted: whoever was signing in has been told that it failed. */
  readonly givenUp: AbortSignal
  admitted: Admitted | null
}

const calls = new AsyncLocalStorage<CompanyCall>()

export const runCompanyCall = <T>(state: string, givenUp: AbortSignal, run: () => Promise<T>): Promise<T> =>
  calls.run({ state, givenUp, admitted: null }, run)

export const isGivenUp = (): boolean => calls.getStore()?.givenUp.aborted === true

export const currentState = (): string | null => calls.getStore()?.state ?? null

/** The session that the library makes next is that organization's. */
export function noteAdmitted(admitted: Admitted): void {
  const call = calls.getStore()
  if (call === undefined) throw new Error('outside of a sign-in at a provider')
  call.admitted = admitted
}

/** What a session is marked with that an organization's provider opens; undefined: it is another one. */
export function markCompanySession(): Record<string, unknown> | undefined {
  const admitted = calls.getStore()?.admitted
  if (!admitted) return undefined
  const { companyId, provedAt } = admitted
  return { companyId, activeOrganizationId: companyId, confirmedAt: provedAt }
}

/** OpenID Connect Core §3.1.2.1. The state is random and bound to the browser by a cookie: nothing else has to be kept. */
export const nonceOf = (authSecret: string, state: string): string =>
  createHmac('sha256', authSecret).update(`company sign-in\n${state}`).digest('base64url')
