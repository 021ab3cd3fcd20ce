/** A passkey as proof of who is at the screen: a challenge that belongs to the session and works once. */
import { randomUUID } from 'node:crypto'
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq, gt } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { passkeys } from '../../db/passkeys.js'
import { verifications } from '../../db/users.js'
import type { SessionFacts } from '../access.js'
import type { PasskeyAnswer, PasskeyQuestion } from '../../schemas/account.js'
import { relyingParty } from '../factors/relying-party.js'

const CHALLENGE_MS = 5 * 60_000

const identifierOf = ({ id }: SessionFacts): string => `confirm-passkey|${id}`

/** `PublicKeyCredentialRequestOptionsJSON` for the person's passkeys. A new challenge replaces the one before. */
export async function createPasskeyQuestion(
  { db, clock, settings }: Context,
  session: SessionFacts,
): Promise<PasskeyQuestion> {
  const own = await db.select().from(passkeys).where(eq(passkeys.userId, session.userId))
  const rpId = relyingParty(settings.publicUrl).id
  const userVerification = 'required'
  const allowCredentials = own.map(({ credentialID: id }) => ({ id, type: 'public-key' as const }))
  const options = await generateAuthenticationOptions({ rpID: rpId, userVerification, allowCredentials })
  const now = clock.now()
  const identifier = identifierOf(session)
  await db.transaction(async (tx) => {
    await tx.delete(verifications).where(eq(verifications.identifier, identifier))
    await tx.insert(verifications).values({
      id: randomUUID(),
      identifier,
      value: options.challenge,
      expiresAt: new Date(now.getTime() + CHALLENGE_MS),
      createdAt: now,
      updatedAt: now,
    })
  })
  return { ...options, rpId, userVerification, allowCredentials }
}

export async function isRightPasskey(
  { db, clock, settings }: Context,
  session: SessionFacts,
  assertion: PasskeyAnswer,
): Promise<boolean> {
  const [challenge] = await db
    .delete(verifications)
    .where(and(eq(verifications.identifier, identifierOf(session)), gt(verifications.expiresAt, clock.now())))
    .returning({ value: verifications.value })
  const [passkey] = await db
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialID, assertion.id), eq(passkeys.userId, session.userId)))
  if (!challenge || !passkey) return false
  const { id, origins } = relyingParty(settings.publicUrl)
  const verification = await verifyAuthenticationResponse({
    response: { ...assertion, clientExtensionResults: {} },
    expectedChallenge: challenge.value,
    expectedOrigin: origins,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialID,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64')),
      counter: passkey.counter,
    },
    // It throws for whatever does not fit, and the response is a stranger's text.
  }).catch(() => null)
  if (!verification?.verified) return false
  const counter = verification.authenticationInfo.newCounter
  await db.update(passkeys).set({ counter }).where(eq(passkeys.id, passkey.id))
  return true
}
