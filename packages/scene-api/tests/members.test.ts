/** Members come and go whole: a change and its audit entry together, and never the last owner. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEntries } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let founder: Person
beforeAll(async () => {
  platform = await startPlatform()
  founder = await platform.signUp()
})
afterAll(() => platform.close())

async function membersOf(person: Person, organizationId: string) {
  const { body } = await person.get(
    `/api/auth/organization/list-members?organizationId=${organizationId}&limit=100`,
  )
  return body.members as { id: string; userId: string; role: string }[]
}

async function listActions(organizationId: string): Promise<string[]> {
  return (await auditEntries(founder, organizationId)).map(({ action }) => action)
}

/** The database itself refuses audit entries of one action while `run` is on. */
async function withoutAudit(action: string, run: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  try {
    await client.query(`alter table audit_log add constraint refused check (action <> '${action}') not valid`)
    await run()
  } finally {
    await client.query('alter table audit_log drop constraint refused')
    await client.end()
  }
}

describe('the last owner', () => {
  test('two owners who leave at once: one stays', async () => {
    const org = await platform.createOrganization(founder)
    const second = await platform.addMember(founder, org, 'owner')
    const responses = await Promise.all(
      [founder, second].map((person) => person.post('/api/auth/organization/leave', { organizationId: org })),
    )
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 400])
    const stayed = responses[0]?.status === 200 ? second : founder
    expect((await membersOf(stayed, org)).map(({ role }) => role)).toEqual(['owner'])
  })

  test('two owners who make each other a member at once: one stays owner', async () => {
    const org = await platform.createOrganization(founder)
    const second = await platform.addMember(founder, org, 'owner')
    const members = await membersOf(founder, org)
    const idOf = ({ userId }: Person) => members.find((member) => member.userId === userId)?.id
    const demote = (by: Person, whom: Person) =>
      by.post('/api/auth/organization/update-member-role', {
        organizationId: org,
        memberId: idOf(whom),
        role: 'member',
      })
    const responses = await Promise.all([demote(founder, second), demote(second, founder)])
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await membersOf(founder, org)).map(({ role }) => role).toSorted()).toEqual(['member', 'owner'])
  })
})

describe('a change whose audit entry cannot be written is not made', () => {
  test('an invitation', async () => {
    const org = await platform.createOrganization(founder)
    await withoutAudit('invitation.created', async () => {
      const response = await founder.post('/api/auth/organization/invite-member', {
        email: 'somebody@example.test',
        role: 'member',
        organizationId: org,
      })
      expect(response.status).toBe(500)
    })
    const { body } = await founder.get(`/api/auth/organization/list-invitations?organizationId=${org}`)
    expect(body).toEqual([])
  })

  test('a member who joins', async () => {
    const org = await platform.createOrganization(founder)
    const person = await platform.signUp()
    const invitation = await founder.post('/api/auth/organization/invite-member', {
      email: person.email,
      role: 'member',
      organizationId: org,
    })
    const accept = () =>
      person.post('/api/auth/organization/accept-invitation', { invitationId: invitation.body.id })
    await withoutAudit('member.added', async () => {
      expect((await accept()).status).toBe(500)
    })
    expect(await membersOf(founder, org)).toHaveLength(1)
    expect((await accept()).status).toBe(200)
    expect(await membersOf(founder, org)).toHaveLength(2)
  })

  test('a member who leaves, and one who is given another role', async () => {
    const org = await platform.createOrganization(founder)
    const person = await platform.addMember(founder, org, 'member')
    await withoutAudit('member.removed', async () => {
      expect((await person.post('/api/auth/organization/leave', { organizationId: org })).status).toBe(500)
    })
    const member = (await membersOf(founder, org)).find(({ userId }) => userId === person.userId)
    await withoutAudit('member.role_changed', async () => {
      const response = await founder.post('/api/auth/organization/update-member-role', {
        organizationId: org,
        memberId: member?.id,
        role: 'admin',
      })
      expect(response.status).toBe(500)
    })
    expect((await membersOf(founder, org)).find(({ userId }) => userId === person.userId)?.role).toBe(
      'member',
    )
  })

  test('an organization', async () => {
    const person = await platform.signUp()
    await withoutAudit('organization.created', async () => {
      const response = await person.post('/api/auth/organization/create', { name: 'Half', slug: 'half-made' })
      expect(response.status).toBe(500)
    })
    expect((await person.get('/api/auth/organization/list')).body).toEqual([])
    const again = await person.post('/api/auth/organization/create', { name: 'Half', slug: 'half-made' })
    expect(again.status).toBe(200)
  })
})

test('each coming, change and going is in the log once', async () => {
  const org = await platform.createOrganization(founder, 'business')
  const person = await platform.addMember(founder, org, 'member')
  const member = (await membersOf(founder, org)).find(({ userId }) => userId === person.userId)
  await founder.post('/api/auth/organization/update-member-role', {
    organizationId: org,
    memberId: member?.id,
    role: 'admin',
  })
  await founder.post('/api/auth/organization/remove-member', {
    organizationId: org,
    memberIdOrEmail: member?.id,
  })
  expect(await listActions(org)).toEqual([
    'member.removed',
    'member.role_changed',
    'member.added',
    'invitation.created',
    'organization.plan_changed',
    'organization.created',
    // The founder's own membership.
    'member.added',
  ])
})

describe('a request that the database could not run', () => {
  test.each([
    ['/organization/create', { name: 'a', slug: 'a', logo: '\0' }, 'logo'],
    ['/organization/set-active', { organizationId: '\0' }, 'organizationId'],
    ['/organization/accept-invitation', { invitationId: 'a\0b' }, 'invitationId'],
    ['/update-user', { name: '\0' }, 'name'],
    ['/revoke-session', { token: '\0' }, 'token'],
  ])('is refused: %s %j', async (path, body, field) => {
    const response = await founder.post(`/api/auth${path}`, body)
    expect(response.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: field }] })
  })

  test.each([
    ['get-full-organization', 'organizationId=%00', 'organizationId'],
    ['get-invitation', 'id=%00', 'id'],
    ['list-members', 'limit=abc', 'limit'],
    ['list-members', 'limit=-1', 'limit'],
    ['list-members', 'offset=-1', 'offset'],
    ['list-members', 'sortBy=nothing', 'sortBy'],
    ['list-members', 'filterField=nothing&filterValue=x', 'filterField'],
  ])('is refused: %s?%s', async (route, query, field) => {
    const response = await founder.get(`/api/auth/organization/${route}?${query}`)
    expect(response.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: field }] })
  })

  test('is told from the one beside it', async () => {
    const org = await platform.createOrganization(founder)
    const list = `/api/auth/organization/list-members?organizationId=${org}`
    const asked = await founder.get(`${list}&limit=10&offset=0&sortBy=createdAt&sortDirection=desc`)
    expect(asked.body.members).toHaveLength(1)
    expect((await founder.get(`${list}&filterField=role&filterValue=owner`)).body.members).toHaveLength(1)
  })
})

describe('an invitation’s link', () => {
  const invite = async (email: string) => {
    const organizationId = await platform.createOrganization(founder)
    const { body } = await founder.post('/api/auth/organization/invite-member', {
      email,
      role: 'viewer',
      organizationId,
    })
    return { id: body.id as string, organizationId }
  }
  const read = (id: string) => platform.nobody.get(`/api/invitations/${id}`)

  test('tells whoever has it who invites whom, and to what', async () => {
    const { id, organizationId } = await invite('grace@example.com')
    expect((await read(id)).body).toEqual({
      status: 'pending',
      email: 'grace@example.com',
      role: 'viewer',
      expiresAt: expect.any(String),
      organization: { id: organizationId, name: expect.any(String) },
      inviter: { name: expect.any(String), email: founder.email },
    })
  })

  test('tells why it has ended, and nothing else', async () => {
    const { id: canceled } = await invite('grace@example.com')
    await founder.post('/api/auth/organization/cancel-invitation', { invitationId: canceled })
    expect((await read(canceled)).body).toEqual({ status: 'canceled' })
    const guest = await platform.signUp()
    const { id: accepted } = await invite(guest.email)
    await guest.post('/api/auth/organization/accept-invitation', { invitationId: accepted })
    expect((await read(accepted)).body).toEqual({ status: 'accepted' })
    const { id: expired } = await invite('late@example.com')
    platform.clock.advance(7 * 86_400_000 + 1000)
    expect((await read(expired)).body).toEqual({ status: 'expired' })
  })

  test.each(['nothing', '%', '..', 'a'.repeat(200)])('%s is none', async (id) => {
    expect([400, 404]).toContain((await read(id)).status)
  })
})
