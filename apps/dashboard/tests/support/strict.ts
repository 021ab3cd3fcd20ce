/** An organization that requires a second factor: its owner has one, its member does not yet. */
import pg from 'pg'
import { cookieOf } from '../../../../packages/scene-api/tests/support/platform.js'
import { secretOf, totpCode } from '../../../../packages/scene-api/tests/support/totp.js'
import { PASSWORD, type Person, type TestDashboard } from './dashboard.js'

export interface Strict {
  readonly owner: Person
  readonly member: Person
  /** Owner of another organization, whose last proof is an hour old. */
  readonly returning: Person
}

export async function makeStrict(dashboard: TestDashboard): Promise<Strict> {
  const founder = await dashboard.signUp('Carla Careful')
  const organizationId = await dashboard.createOrganization(founder, 'business')
  await founder.post('/api/auth/organization/update', { organizationId, data: { name: 'Strict Studio' } })
  const member = await dashboard.addMember(founder, organizationId, 'member')
  await member.post('/api/auth/update-user', { name: 'Paul Plain' })
  const { body } = await founder.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const code = totpCode(secretOf(body.totpURI), -1)
  const verified = await founder.post('/api/auth/two-factor/verify-totp', { code })
  const owner = { ...founder, ...dashboard.withCookie(cookieOf(verified)) }
  await owner.patch(`/api/organizations/${organizationId}/settings`, { requireTwoFactor: true })
  const returning = await dashboard.signUp('Rita Returning')
  await dashboard.createOrganization(returning, 'business')
  const client = new pg.Client({ connectionString: dashboard.databaseUrl })
  await client.connect()
  await client.query("update sessions set created_at = created_at - interval '1 hour' where user_id = $1", [
    returning.userId,
  ])
  await client.end()
  return { owner, member, returning }
}
