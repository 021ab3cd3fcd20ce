/** Finds or makes the account of somebody whom an organization's provider vouches for, and makes them a member. */
import { randomUUID } from 'node:crypto'
import type { SSOOptions } from '@better-auth/sso'
import { equalSecrets } from '@vectreal/auth-core'
import { and, count, eq, gt } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Database } from '../../db/database.js'
import { invitations, members } from '../../db/organizations.js'
import { accounts, users } from '../../db/users.js'
import { actorOf } from '../../domain/audit/actor.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { publicNameSchema } from '../../schemas/text.js'
import { withoutLinks } from '../../without-links.js'
import { endOtherSessions } from '../end-other-sessions.js'
import { newFactor, tellPerson } from '../events/account-mail.js'
import { MEMBERSHIP_LIMIT } from '../organization-plugin.js'
import { claimAccount } from '../prove-address.js'
import { afterSharedCommit } from '../shared-transaction.js'
import { currentState, isGivenUp, nonceOf, noteAdmitted } from './company-call.js'
import { decideAdmission, type KnownPerson } from './decide-admission.js'
import { type Company, findCompanyOfProvider, mayHaveCompanySignIn } from './find-company.js'

type Resolve = NonNullable<SSOOptions['resolveUser']>
type Identity = Parameters<Resolve>[0]
type Claims = Readonly<Record<string, unknown>>
type UserRow = typeof users.$inferSelect

/** Clocks differ: a sign-in that the provider saw a minute from now was just now. */
const CLOCK_SKEW_MS = 60_000

/** `db` joins the transaction in which the library then links the account and makes the session. */
export function createAdmission(context: Context, db: Database): Resolve {
  return async (identity) => {
    try {
      return await admit({ ...context, db }, identity)
    } catch (error) {
      context.logger.error({ err: error }, 'sign-in at a provider failed')
      throw error
    }
  }
}

async function admit(context: Context, identity: Identity): Promise<Awaited<ReturnType<Resolve>>> {
  const { db, settings } = context
  // The provider took too long: nobody waits for the session any more.
  if (isGivenUp()) return { action: 'reject', code: 'provider_failed' }
  const company = await findCompanyOfProvider(db, identity.providerId)
  if (company === null || identity.protocol !== 'oidc') return { action: 'reject', code: 'provider_failed' }
  const email = identity.providerUser.email.toLowerCase()
  const claims: Claims = identity.verifiedIdTokenClaims
  const user = await findUser(db, identity, email)
  const person = user && (await describePerson(db, company, identity, user))
  const admission = decideAdmission({
    domain: company.provider.domain,
    isEntitled: mayHaveCompanySignIn(company.organization.plan),
    isSuspended: company.organization.suspendedAt !== null,
    isFull: await isFull(db, company),
    isRightNonce: isRightNonce(settings.authSecret, claims.nonce),
    email,
    emailVerified: identity.providerClaims.email_verified,
    person,
    signUp: { mode: settings.signUp, domains: settings.signUpDomains },
  })
  if (!admission.ok) return { action: 'reject', code: admission.code }
  if (user && admission.claims) {
    await claimAccount(db, user.id, null)
    await endOtherSessions(db, user.id, null)
  }
  const admitted = user ?? (await createUser(context, email, identity.providerUser.name))
  if (admission.joins) await join(context, company, admitted)
  if (user && person?.link === 'none') await tellOfLink(context, user, company)
  noteAdmitted({ companyId: company.organization.id, provedAt: readAuthTime(claims, context.clock.now()) })
  return { action: 'link', userId: admitted.id, profile: 'preserve' }
}

async function findUser(db: Database, identity: Identity, email: string): Promise<UserRow | null> {
  const [linked] = await db
    .select({ user: users })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(
      and(
        eq(accounts.providerId, identity.providerId),
        eq(accounts.accountId, identity.accountKey.accountId),
      ),
    )
  if (linked) return linked.user
  const [named] = await db.select().from(users).where(eq(users.email, email))
  return named ?? null
}

async function describePerson(
  db: Database,
  { organization }: Company,
  { providerId, accountKey }: Identity,
  user: UserRow,
): Promise<KnownPerson> {
  const [member] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.userId, user.id), eq(members.organizationId, organization.id)))
  const [linked] = await db
    .select({ accountId: accounts.accountId })
    .from(accounts)
    .where(and(eq(accounts.userId, user.id), eq(accounts.providerId, providerId)))
  const link = linked === undefined ? 'none' : linked.accountId === accountKey.accountId ? 'same' : 'other'
  return { isMember: member !== undefined, isVerified: user.emailVerified, link }
}

async function isFull(db: Database, { organization }: Company): Promise<boolean> {
  const [row] = await db
    .select({ count: count() })
    .from(members)
    .where(eq(members.organizationId, organization.id))
  return (row?.count ?? 0) >= MEMBERSHIP_LIMIT
}

function isRightNonce(authSecret: string, nonce: unknown): boolean {
  const state = currentState()
  return state !== null && typeof nonce === 'string' && equalSecrets(nonce, nonceOf(authSecret, state))
}

/** The provider's word is the proof of the address: its domain is the organization's. */
async function createUser({ db, clock }: Context, email: string, name: string | undefined): Promise<UserRow> {
  const now = clock.now()
  const names = [name, email.slice(0, email.indexOf('@')), 'Member']
  const [user] = await db
    .insert(users)
    .values({
      id: randomUUID(),
      email,
      emailVerified: true,
      name: names.find((given) => publicNameSchema.safeParse(given).success) as string,
      createdAt: now,
      updatedAt: now,
    })
    .returning()
  return user as UserRow
}

/** An invitation that is waiting says which role was meant. */
async function join({ db, clock }: Context, { organization }: Company, user: UserRow): Promise<void> {
  const now = clock.now()
  const [invited] = await db
    .update(invitations)
    .set({ status: 'accepted' })
    .where(
      and(
        eq(invitations.organizationId, organization.id),
        eq(invitations.email, user.email),
        eq(invitations.status, 'pending'),
        gt(invitations.expiresAt, now),
      ),
    )
    .returning({ role: invitations.role })
  const id = randomUUID()
  const role = invited?.role ?? 'member'
  await db
    .insert(members)
    .values({ id, organizationId: organization.id, userId: user.id, role, createdAt: now })
  await db.transaction((tx) =>
    recordAudit(tx, {
      organizationId: organization.id,
      at: now,
      action: 'member.added',
      actor: actorOf(user),
      target: { kind: 'member', id },
      after: { userId: user.id, email: user.email, role, by: 'company_sign_in' },
    }),
  )
}

const tellOfLink = (context: Context, { email }: UserRow, { organization }: Company): Promise<void> =>
  afterSharedCommit(async () =>
    tellPerson(context, email, newFactor(`The sign-in of “${withoutLinks(organization.name)}”`)),
  )

/** OpenID Connect Core §2. Null: the provider does not say, or says what cannot be. */
function readAuthTime({ auth_time: seconds }: Claims, now: Date): Date | null {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return null
  const time = seconds * 1000
  if (time > now.getTime() + CLOCK_SKEW_MS) return null
  return new Date(Math.min(time, now.getTime()))
}
