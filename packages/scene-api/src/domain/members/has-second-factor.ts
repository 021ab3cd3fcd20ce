/** Whether the person of a `users` row has an authenticator app or a passkey. */
import { sql } from 'drizzle-orm'
import { passkeys } from '../../db/passkeys.js'
import { users } from '../../db/users.js'

export const hasSecondFactor = sql<boolean>`(${users.twoFactorEnabled} or exists (select from ${passkeys} where ${passkeys.userId} = ${users.id}))`
