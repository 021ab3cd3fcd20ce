/** Lists of keys that are narrowed to a state. */
import { countsTowardsLimit, type KeyDates } from '@vectreal/auth-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFixture, type Fixture } from './support/embed.js'
import { usedOf } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const DAY_MS = 86_400_000

let platform: TestPlatform
let own: Fixture
beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
  const now = platform.clock.now().getTime()
  // Every pair of dates that may stand on a key: past, around now, and around the day from which a key counts as expiring.
  const instants = [null, -1, 0, 1, 14 * DAY_MS, 14 * DAY_MS + 1].map((ms) =>
    ms === null ? null : new Date(now + ms),
  )
  for (const [i, expiresAt] of instants.entries()) {
    for (const [j, revokesAt] of instants.entries()) {
      for (const revokedAt of [null, new Date(now)]) {
        const id = `k-${i}-${j}-${revokedAt === null}`
        // An overlap ends no later than its key.
        if (expiresAt !== null && revokesAt !== null && revokesAt > expiresAt) continue
        await platform.app.context.pool.query(
          `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, expires_at, revokes_at, replaced_by_id, revoked_at, revoked_by_id, created_by_id, created_by_name)
           values ($1, $2, 'K', encode(sha256($1::text::bytea), 'hex'), 'aaaa', $3, $4, $5, case when $5::timestamptz is not null then $7 end, $6, 'u', 'u', 'U')`,
          [id, own.org, new Date(now - DAY_MS), expiresAt, revokesAt, revokedAt, own.keyId],
        )
      }
    }
  }
})
afterAll(() => platform.close())

const list = (state?: 'live' | 'expiring' | 'ended') =>
  own.owner.api.listAll('GET /api/organizations/{org}/api-keys', {
    params: { org: own.org },
    query: { state },
  })

test.each([
  ['live', ['active', 'expiring', 'rotating']],
  ['expiring', ['expiring']],
  ['ended', ['expired', 'revoked']],
] as const)('%s keys are those whose status is one of %s', async (state, statuses) => {
  const all = await list()
  expect(all.length).toBeGreaterThan(50)
  const ofState: readonly string[] = statuses
  expect(await list(state)).toEqual(all.filter(({ status }) => ofState.includes(status)))
})

test('the quota counts the keys that the rule of plans counts', async () => {
  const { rows } = await platform.app.context.pool.query<KeyDates & { replacedById: string | null }>(
    `select expires_at as "expiresAt", revokes_at as "revokesAt", revoked_at as "revokedAt", replaced_by_id as "replacedById"
     from api_keys where organization_id = $1`,
    [own.org],
  )
  const now = platform.clock.now()
  const used = await usedOf(own.owner, own.org, 'apiKeys')
  expect(used).toBe(rows.filter((key) => countsTowardsLimit(key, now)).length)
})

test('refuses a state that it does not know', async () => {
  const { status } = await own.owner.get(`/api/organizations/${own.org}/api-keys?state=other`)
  expect(status).toBe(400)
})
