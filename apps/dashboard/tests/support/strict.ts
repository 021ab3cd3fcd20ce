/** An organization that requires a second factor: its owner has one, its member does not yet. */
import pg from 'pg'
import { changeSettings } from '../../../../packages/scene-api/tests/support/organization.js'
import { cookieOf } from '../../../../packages/scene-api/tests/support/platform.js'
import { secretOf, totpCode } from '../../../../packages/scene-api/tests/support/totp.js'
import { PASSWORD, type Person, type TestDashboard } from './dashboard.js'

export interface Strict {
  readonly owner: Person
  readonly member: Person
  /** Owner with a second factor of another organization, which requires none; one member has none. */
  readonly requiring: Person
  /** Owner of another organization, whose last proof is an hour old. */
  readonly returning: Person
}

export async function makeStrict(dashboard: TestDashboard): Promise<Strict> {
  const { owner, member, organizationId } = await makeOwner(dashboard, 'Carla Careful', 'Strict Studio')
  await changeSettings(owner, organizationId, { requireTwoFactor: true })
  const { owner: requiring } = await makeOwner(dashboard, 'Rosa Requiring', 'Careful Studio')
  const returning = await dashboard.signUp('Rita Returning')
  await dashboard.createOrganization(returning, 'business')
  const client = new pg.Client({ connectionString: dashboard.databaseUrl })
  await client.connect()
  await client.query("update sessions set created_at = created_at - interval '1 hour' where user_id = $1", [
    returning.userId,
  ])
  // Nobody signs in with it: its row is what the page shows.
  await client.query(
    `insert into passkeys (id, name, public_key, user_id, credential_id, counter, device_type, backed_up, created_at)
     values ('laptop', 'Laptop', 'x', $1, 'x', 0, 'multiDevice', true, now())`,
    [owner.userId],
  )
  await client.end()
  return { owner, member, requiring, returning }
}

/** With an authenticator app, and a member without one. */
async function makeOwner(dashboard: TestDashboard, name: string, organization: string) {
  const founder = await dashboard.signUp(name)
  const organizationId = await dashboard.createOrganization(founder, 'business')
  await founder.post('/api/auth/organization/update', { organizationId, data: { name: organization } })
  const member = await dashboard.addMember(founder, organizationId, 'member')
  await member.post('/api/auth/update-user', { name: 'Paul Plain' })
  const { body } = await founder.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const code = totpCode(secretOf(body.totpURI))
  const verified = await founder.post('/api/auth/two-factor/verify-totp', { code })
  const owner: Person = { ...founder, ...dashboard.withCookie(cookieOf(verified)) }
  return { owner, member, organizationId }
}
