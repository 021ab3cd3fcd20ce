/** How long a person who proved to be that person is not asked again. */
const PROOF_MS = 15 * 60_000

interface SessionDates {
  readonly createdAt: Date
  /** Null: not since sign-in. */
  readonly confirmedAt?: Date | null | undefined
  /** Set: somebody else let the person in. */
  readonly companyId?: string | null | undefined
}

/** Signing in is a proof as well: here, or at the provider at the time that it names. */
export function provedAt({ createdAt, confirmedAt, companyId }: SessionDates): Date {
  if (companyId && confirmedAt) return confirmedAt
  return confirmedAt && confirmedAt > createdAt ? confirmedAt : createdAt
}

/** The first instant at which the proof no longer counts. */
export const proofEnd = (provedAt: Date): Date => new Date(provedAt.getTime() + PROOF_MS)

export const isProofRecent = (provedAt: Date, now: Date): boolean => now < proofEnd(provedAt)
