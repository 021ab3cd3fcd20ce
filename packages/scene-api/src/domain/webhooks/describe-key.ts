/** What an event tells of a key: what the API shows of it. */
import type { Queryable } from '../../db/database.js'
import { type ApiKeyRow, presentOneApiKey } from '../keys/present-api-key.js'
import { presentSigningKeys } from '../keys/present-signing-key.js'

export type KeyKind = 'api_key' | 'signing_key'

export const kindOf = ({ publicKey }: Pick<ApiKeyRow, 'publicKey'>): KeyKind =>
  publicKey === null ? 'api_key' : 'signing_key'

export async function describeKey(
  db: Queryable,
  row: ApiKeyRow,
  now: Date,
): Promise<Record<string, unknown>> {
  if (kindOf(row) === 'api_key') return { apiKey: await presentOneApiKey(db, row, now) }
  return { signingKey: (await presentSigningKeys(db, [row], now))[0] }
}
