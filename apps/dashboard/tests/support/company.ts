/** Two organizations with a provider of their own: one whose domain is not proved yet, one that wants its people there. */
import { startOidcProvider } from '@vectreal/test-kit'
import { cookieOf } from '../../../../packages/scene-api/tests/support/platform.js'
import type { Person, TestDashboard } from './dashboard.js'

export interface Company {
  /** Has set the provider up and not proved the domain. */
  readonly owner: Person
  /** Of the organization that wants its people at the provider; signed in with a password. */
  readonly member: Person
  /** Of the same organization; signed in at the provider. */
  readonly colleague: Person
  stop(): Promise<void>
}

/** `txt`: what name servers say. */
export async function makeCompany(dashboard: TestDashboard, txt: Map<string, string>): Promise<Company> {
  const provider = await startOidcProvider()
  const { issuer, clientId, clientSecret } = provider
  const create = async (owner: Person, name: string, settings: { domain: string; required?: boolean }) => {
    const organizationId = await dashboard.createOrganization(owner, 'business')
    await owner.post('/api/auth/organization/update', { organizationId, data: { name } })
    await owner.api.call('PUT /api/organizations/{org}/company-sign-in', {
      params: { org: organizationId },
      body: { issuer, clientId, clientSecret, ...settings },
    })
    return organizationId
  }
  const owner = await dashboard.signUp('Olga Owner')
  await create(owner, 'New Studio', { domain: 'new-studio.example' })

  const founder = await dashboard.signUp('Fred Founder')
  const organizationId = await create(founder, 'Acme', { domain: 'acme.example', required: true })
  await publishRecord(founder, organizationId, txt)
  await founder.api.call('POST /api/organizations/{org}/company-sign-in/prove-domain', {
    params: { org: organizationId },
  })
  const member = await dashboard.addMember(founder, organizationId, 'member')

  const email = 'cleo@acme.example'
  const begun = await dashboard.nobody.post('/api/auth/sign-in/sso', { email })
  const back = await provider.signIn(begun.body.url, `${email}?name=Cleo+Colleague`)
  const { headers } = await fetch(back, { redirect: 'manual', headers: { cookie: cookieOf(begun) } })
  const cookie = cookieOf({ status: 302, headers, body: null })
  const session = dashboard.withCookie(cookie)
  const colleague = { ...session, unproved: session, email, userId: '' }
  return { owner, member, colleague, stop: () => provider.stop() }
}

/** Lets name servers say what proves the domain of the organization. */
export async function publishRecord({ api }: Person, org: string, txt: Map<string, string>): Promise<void> {
  const { provider } = await api.call('GET /api/organizations/{org}/company-sign-in', { params: { org } })
  if (provider === null) throw new Error('the organization has no provider')
  txt.set(provider.record.name, provider.record.value)
}
