/** Whose second step a request is about. */
import type { GenericEndpointContext } from 'better-auth'

/** Set by the two-factor plug-in once the password was right. */
const CHALLENGE_COOKIE = 'two_factor'

/** Resolves to the person's id; null: no challenge, one that is over, or a forged one. */
export async function findChallenged(ctx: GenericEndpointContext): Promise<string | null> {
  const { name } = ctx.context.createAuthCookie(CHALLENGE_COOKIE)
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret)
  if (!challenge) return null
  const kept = await ctx.context.internalAdapter.findVerificationValue(challenge)
  return kept?.value ?? null
}
