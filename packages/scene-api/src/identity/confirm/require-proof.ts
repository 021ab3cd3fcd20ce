/** Stops a request of a person whose last proof is too old. */
import type { Clock } from '../../clock.js'
import type { Queryable } from '../../db/database.js'
import type { SessionFacts } from '../access.js'
import { Problem } from '../../problem.js'
import { type ConfirmMethod, findConfirmMethods } from './confirm-methods.js'
import { isProofRecent } from './proof.js'

/** Throws 403 `confirmation_required` with the `methods` that this person has. Programs have no session: never asked. */
export async function requireProof(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  { session }: { readonly session?: SessionFacts },
): Promise<void> {
  if (session === undefined || isProofRecent(session.provedAt, clock.now())) return
  const own = await findConfirmMethods(db, session.userId)
  const methods: ConfirmMethod[] = session.companyId === null ? own : ['company', ...own]
  throw new Problem('confirmation_required', { methods })
}
