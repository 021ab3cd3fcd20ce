/** An organization as it looks after a few busy weeks: people, projects, keys of every status, traffic and refusals. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import {
  createDraft,
  createKey,
  createProject,
  createServiceToken,
  type NewKey,
  publishScene,
  revokeKey,
  rotateKey,
  uploadModel,
} from '../../../../packages/scene-api/tests/support/organization.js'
import type { Person, TestDashboard } from './dashboard.js'

export const MODEL = join(import.meta.dirname, '../../public/samples/race-car.glb')
const DAY_MS = 86_400_000

export interface Studio {
  readonly owner: Person
  readonly member: Person
  readonly viewer: Person
  readonly organizationId: string
  /** Nobody has accepted or declined it. */
  readonly invitationId: string
  /** Published, in the shop's project. */
  readonly sceneId: string
  readonly projects: { readonly shop: string; readonly campaign: string; readonly staging: string }
  readonly keys: {
    readonly shop: string
    readonly rotating: string
    readonly campaign: string
    readonly expiring: string
    readonly revoked: string
  }
}

export async function makeStudio(dashboard: TestDashboard): Promise<Studio> {
  const owner = await dashboard.signUp('Olga Brandt')
  const organizationId = await dashboard.createOrganization(owner, 'business')
  await owner.post('/api/auth/organization/update', { organizationId, data: { name: 'Demo Studio' } })
  const admin = await dashboard.addMember(owner, organizationId, 'admin')
  const member = await dashboard.addMember(owner, organizationId, 'member')
  const viewer = await dashboard.addMember(owner, organizationId, 'viewer')
  await admin.post('/api/auth/update-user', { name: 'Amir Haddad' })
  await member.post('/api/auth/update-user', { name: 'Mia Lindqvist' })
  await viewer.post('/api/auth/update-user', { name: 'Victor Okafor' })
  const { body: invitation } = await owner.post('/api/auth/organization/invite-member', {
    email: 'new.colleague@example.com',
    role: 'member',
    organizationId,
  })

  const org = organizationId
  const project = (name: string, allowedDomains: string[], allowLocalhost: boolean) =>
    createProject(owner, org, { name, allowedDomains, allowLocalhost })
  const projects = {
    shop: await project('Shop', ['shop.example.com', 'www.shop.example.com', '*.vercel.app'], true),
    campaign: await project('Spring campaign', ['spring.example.com', '*.preview.example.com'], false),
    staging: await project('Staging', ['http://staging.example.net:8080'], true),
  }
  const scene = await createDraft(owner, org, projects.shop, { name: 'Race car' })
  await uploadModel(owner, org, scene, await readFile(MODEL))
  await publishScene(owner, org, scene)
  const create = async (projectIds: string[], body: NewKey) =>
    (await createKey(owner, org, projectIds, body)).keyId
  const keys = {
    expiring: await create([projects.campaign], {
      name: 'Product configurator',
      description: 'Embedded in the configurator of the spring line.',
      expiresInDays: 30,
    }),
    revoked: await create([projects.campaign], { name: 'Old agency site' }),
    rotating: await create([projects.shop], {
      name: 'Shop, production',
      description: 'Script tag in the shop’s product template.',
      expiresInDays: 60,
    }),
    campaign: await create(Object.values(projects), { name: 'Everything key', expiresInDays: null }),
  }
  await revokeKey(owner, org, keys.revoked)
  const rotated = await rotateKey(owner, org, keys.rotating, { overlapHours: 24 })
  await createServiceToken(owner, org, { name: 'Tenant provisioning', expiresInDays: 90 })
  const studio = {
    owner,
    member,
    viewer,
    organizationId,
    invitationId: invitation.id as string,
    sceneId: scene,
    projects,
    keys: { ...keys, shop: rotated.apiKey.id },
  }
  await addTraffic(dashboard, studio)
  return studio
}

/** Weeks of traffic cannot be made through the door in a minute; the rows are those that the recorder writes. */
async function addTraffic(
  { databaseUrl }: TestDashboard,
  { organizationId, keys, projects }: Studio,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const now = Date.now()
  try {
    const origins: [string, string, string, string, number][] = [
      [keys.rotating, projects.shop, 'https://shop.example.com', 'browser', 420],
      [keys.rotating, projects.shop, 'https://www.shop.example.com', 'browser', 130],
      [keys.rotating, projects.shop, '(localhost)', 'browser', 6],
      [keys.shop, projects.shop, 'https://shop.example.com', 'browser', 90],
      [keys.campaign, projects.campaign, 'https://spring.example.com', 'browser', 75],
      [keys.campaign, projects.campaign, 'https://partner.example.org', 'browser', 24],
      [keys.campaign, projects.shop, '(none)', 'other', 3],
      [keys.expiring, projects.campaign, 'https://spring.example.com', 'browser', 210],
    ]
    for (const [key, project, origin, kind, size] of origins) {
      for (let ago = 0; ago < (key === keys.shop ? 1 : 28); ago += 1) {
        const day = new Date(now - ago * DAY_MS)
        const wave =
          0.65 + 0.35 * Math.cos(((day.getUTCDay() + 0.5) / 7) * 2 * Math.PI) + ((ago * 37) % 11) / 40
        await client.query(
          `insert into usage_buckets (organization_id, key_id, scene_id, project_id, day, origin, client, loads, refusals, last_seen_at)
           values ($1, $2, 'scene', $3, $4, $5, $6, $7, $8, $9)`,
          [
            organizationId,
            key,
            project,
            day.toISOString().slice(0, 10),
            origin,
            kind,
            Math.round(size * wave),
            ago % 5 === 0 ? Math.round(size / 20) : 0,
            new Date(day.getTime() - ((ago * 97 + size) % 55) * 60_000),
          ],
        )
      }
    }
    await client.query(
      `insert into usage_days (organization_id, day, origin, client, loads, refusals, last_seen_at)
       select organization_id, day, origin, client, sum(loads), sum(refusals), max(last_seen_at) from usage_buckets
       where organization_id = $1 group by organization_id, day, origin, client`,
      [organizationId],
    )
    await client.query(
      `update api_keys set last_used_at = now() - interval '4 minutes', last_used_origin = 'https://shop.example.com' where id = any($1)`,
      [[keys.rotating, keys.shop]],
    )
    await client.query(
      `update api_keys set last_used_at = now() - interval '3 hours', last_used_origin = 'https://spring.example.com' where id = any($1)`,
      [[keys.campaign, keys.expiring]],
    )
    const refusals: [string | null, string | null, string, string, string | null, string, number, number][] =
      [
        [
          projects.shop,
          keys.rotating,
          'https://preview.shop.example.com',
          'domain_not_allowed',
          'domain',
          'browser',
          37,
          12,
        ],
        [
          projects.campaign,
          keys.campaign,
          'https://spring-agency.example.net',
          'domain_not_allowed',
          'domain',
          'browser',
          9,
          140,
        ],
        [
          projects.campaign,
          keys.revoked,
          'https://agency.example.org',
          'key_revoked',
          'key',
          'browser',
          212,
          35,
        ],
        [
          projects.staging,
          keys.shop,
          'http://staging.example.net:8080',
          'project_out_of_scope',
          'project',
          'browser',
          4,
          300,
        ],
        [projects.shop, null, '(none)', 'malformed_token', 'format', 'other', 61, 55],
      ]
    for (const [project, key, origin, code, layer, kind, count, minutesAgo] of refusals) {
      const last = new Date(now - minutesAgo * 60_000)
      await client.query(
        `insert into refusal_buckets (organization_id, project_id, key_id, scene_id, day, origin, code, layer, client, count, first_seen_at, last_seen_at)
         values ($1, $2, $3, null, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          organizationId,
          project,
          key,
          last.toISOString().slice(0, 10),
          origin,
          code,
          layer,
          kind,
          count,
          new Date(last.getTime() - 3 * DAY_MS),
          last,
        ],
      )
    }
    await client.query(
      `update api_keys set created_at = created_at - interval '20 days', expires_at = expires_at - interval '20 days' where id = $1`,
      [keys.expiring],
    )
  } finally {
    await client.end()
  }
}
