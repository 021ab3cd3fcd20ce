/** Tells the owner of an account by mail that somebody keeps guessing its password. */
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { users } from '../../db/users.js'
import { guessedMail } from '../mail/account-mail.js'
import { countAttempt, type Limit } from './count-attempts.js'
import type { Guess } from './limit-guesses.js'

const ONE_A_DAY: Limit = { max: 1, windowSeconds: 86_400 }

export interface GuessNotices {
  /** Waited for by nobody: the answer must not tell by its time whether there is such an account. */
  tell(guess: Guess): void
}

export function createGuessNotices(context: Context): GuessNotices {
  const { db, settings, logger } = context
  const { sendMail, publicUrl } = settings

  async function tellOwner(guess: Guess): Promise<void> {
    if (sendMail === undefined || guess.kind === 'link') return
    const theirs = guess.kind === 'signIn' ? eq(users.email, guess.email) : eq(users.id, guess.userId)
    const [user] = await db.select({ id: users.id, email: users.email }).from(users).where(theirs)
    if (!user) return
    const { count } = await countAttempt(context, `notice|guesses|${user.id}`, ONE_A_DAY)
    if (count <= ONE_A_DAY.max)
      await sendMail(guessedMail(user.email, `${publicUrl}/dashboard/forgot-password`))
  }

  return {
    tell: (guess) => {
      tellOwner(guess).catch((error: unknown) => logger.warn({ err: error }, 'guesses not told to the owner'))
    },
  }
}
