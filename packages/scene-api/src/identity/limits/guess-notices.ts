/** Tells the owner of an account by mail that somebody keeps guessing its password, or the codes after it. */
import { eq, type SQL } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { users } from '../../db/users.js'
import type { Mail } from '../../settings.js'
import { guessedCodesMail, guessedMail } from '../mail/account-mail.js'
import { countAttempt, type Limit } from './count-attempts.js'
import type { Guess } from './limit-guesses.js'

const ONE_A_DAY: Limit = { max: 1, windowSeconds: 86_400 }

/** Waited for by nobody: the response must not tell by its time whether there is such an account. */
export interface GuessNotices {
  tell(guess: Guess): void
  tellOfCodes(userId: string): void
}

export function createGuessNotices(context: Context): GuessNotices {
  const { db, settings, logger } = context
  const { sendMail, publicUrl } = settings

  async function tellOwner(
    what: string,
    theirs: SQL,
    mail: (to: string, url: string) => Mail,
  ): Promise<void> {
    if (sendMail === undefined) return
    const [user] = await db.select({ id: users.id, email: users.email }).from(users).where(theirs)
    if (!user) return
    const { count } = await countAttempt(context, `notice|${what}|${user.id}`, ONE_A_DAY)
    if (count <= ONE_A_DAY.max) await sendMail(mail(user.email, `${publicUrl}/dashboard/forgot-password`))
  }

  const inBackground = (told: Promise<void>) =>
    void told.catch((error: unknown) => logger.warn({ err: error }, 'guesses not told to the owner'))

  return {
    tell(guess) {
      if (guess.kind === 'link') return
      const theirs = guess.kind === 'signIn' ? eq(users.email, guess.email) : eq(users.id, guess.userId)
      inBackground(tellOwner('guesses', theirs, guessedMail))
    },
    tellOfCodes: (userId) => inBackground(tellOwner('codes', eq(users.id, userId), guessedCodesMail)),
  }
}
