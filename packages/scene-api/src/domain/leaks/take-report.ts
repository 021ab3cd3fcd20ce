/** Keeps a report until it is looked up: known and unknown credentials take the same way until then. */
import { randomUUID } from 'node:crypto'
import type { Context } from '../../context.js'
import { leakReports } from '../../db/leaks.js'
import { credentialHashes } from './credential-hashes.js'
import type { LeakReport } from './read-report.js'

export async function takeLeakReport(
  { db, clock, settings }: Context,
  { source, sightings }: LeakReport,
): Promise<void> {
  const receivedAt = clock.now()
  const rows = sightings.flatMap(({ token, url }) => {
    const hashes = [...credentialHashes(token, settings)]
    return hashes.length === 0 ? [] : [{ id: randomUUID(), hashes, url, source, receivedAt }]
  })
  if (rows.length > 0) await db.insert(leakReports).values(rows)
}
