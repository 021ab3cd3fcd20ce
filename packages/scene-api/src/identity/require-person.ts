/** Who is signed in: the person of a session, in whichever organizations. */
import type { Request } from 'express'
import { actorOf } from '../domain/audit/actor.js'
import type { Context } from '../context.js'
import type { PersonAccess, SessionFacts } from './access.js'
import { ownOrigins } from '../http/own-origins.js'
import { isFromElsewhere } from '../http/same-site.js'
import { Problem } from '../problem.js'
import type { Auth } from './auth.js'
import { noteUse } from './last-seen.js'
import { provedAt } from './confirm/proof.js'
import { toHeaders } from './to-headers.js'

/** Throws 401 without a session, 403 where another site makes the request. */
export async function requirePerson(context: Context, auth: Auth, req: Request): Promise<PersonAccess> {
  const found = await auth.api.getSession({ headers: toHeaders(req.headers) })
  if (!found) throw unauthenticated()
  const isWrite = req.method !== 'GET' && req.method !== 'HEAD'
  if (isWrite && isFromElsewhere(req.headers, ownOrigins(context.settings.publicUrl))) {
    throw new Problem('forbidden', { detail: 'Requests from another site are refused.' })
  }
  await noteUse(context, found.session)
  const { id, name, email } = found.user
  return { actor: actorOf(found.user), person: { id, name, email }, session: sessionFacts(found) }
}

type FoundSession = NonNullable<Awaited<ReturnType<Auth['api']['getSession']>>>

export function sessionFacts({ session, user }: Pick<FoundSession, 'session' | 'user'>): SessionFacts {
  return {
    id: session.id,
    userId: user.id,
    provedAt: provedAt(session),
    hasSecondFactor: session.secondFactor === true,
    companyId: session.companyId ?? null,
  }
}

export function unauthenticated(detail?: string): Problem {
  return new Problem('unauthenticated', {
    ...(detail !== undefined && { detail }),
    headers: { 'WWW-Authenticate': 'Bearer realm="vectreal-management"' },
  })
}
