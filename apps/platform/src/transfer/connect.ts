/** A connection that reads and writes rows as another one does: same time zone, same spelling of numbers. */
import { connectionConfig, prepareSession } from '@vectreal/scene-api'
import pg from 'pg'
import { StartupError } from '../startup-error.js'

export async function withDatabase<Result>(
  url: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(connectionConfig(url))
  client.on('error', () => {})
  try {
    await client.connect().catch((cause: Error) => {
      throw new StartupError(`The database does not respond: ${cause.message}`, { cause })
    })
    await prepareSession(client, { url })
    await client.query("set timezone = 'UTC'; set extra_float_digits = 1; set statement_timeout = 0")
    await client.query('set idle_in_transaction_session_timeout = 0')
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}
