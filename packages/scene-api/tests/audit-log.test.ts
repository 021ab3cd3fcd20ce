import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { GENESIS_HASH, type SignedAuditHead } from '@vectreal/auth-core/audit'
import { asc, eq } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimDueHeads } from '../src/domain/audit/audit-heads.js'
import { createAuditSigner } from '../src/domain/audit/audit-signer.js'
import { forgetOldEntries } from '../src/domain/audit/forget-entries.js'
import { recordAudits } from '../src/domain/audit/record-audit.js'
import { hashEntry } from '../src/domain/audit/hash-entry.js'
import { readEntries } from '../src/domain/audit/read-entries.js'
import { auditLog } from '../src/db/audit-log.js'
import type { CallOf } from '../src/client/index.js'
import {
  auditEntries,
  createKey,
  createProject,
  revokeKey,
  rotateKey,
  updateProject,
} from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

const run = promisify(execFile)
const VERIFY = fileURLToPath(new URL('../../../scripts/audit-verify.mjs', import.meta.url))
const verify = (path: string, ...options: string[]) =>
  run(process.execPath, [VERIFY, path, ...options]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  )

let platform: TestPlatform
let owner: Person
let org: string
let project: string
let token: string

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp('=HYPERLINK("https://evil.example")')
  org = await platform.createOrganization(owner, 'business')
  project = await createProject(owner, org, { name: 'Shop', allowedDomains: ['a.com'] })
  await updateProject(owner, org, project, { allowedDomains: ['a.com', 'b.com'], allowLocalhost: false })
  const key = await createKey(owner, org, [project], { name: '@SUM(A1)' })
  token = key.token
  await rotateKey(owner, org, key.keyId)
  await revokeKey(owner, org, key.keyId)
})
afterAll(() => platform.close())

const path = (rest: string) => `/api/organizations/${org}${rest}`
const list = (query: CallOf<'GET /api/organizations/{org}/audit-log'>['query'] = {}) =>
  owner.api.call('GET /api/organizations/{org}/audit-log', { params: { org }, query })
const exported = async (query: CallOf<'GET /api/organizations/{org}/audit-log/export'>['query'] = {}) =>
  (await owner.api.call('GET /api/organizations/{org}/audit-log/export', { params: { org }, query })).text()

test('tells who did what, when, from where, in which request, before and after', async () => {
  const { items } = await list()
  expect(items.map(({ action }) => action)).toEqual([
    'api_key.revoked',
    'api_key.rotated',
    'api_key.created',
    'project.allowlist_changed',
    'project.created',
    'organization.plan_changed',
    'organization.created',
    'member.added',
  ])
  expect(items[3]).toMatchObject({
    actor: { kind: 'user', id: owner.userId, email: owner.email },
    target: { kind: 'project', id: project },
    before: { allowedDomains: ['a.com'], allowLocalhost: true },
    after: { allowedDomains: ['a.com', 'b.com'], allowLocalhost: false },
    address: '127.0.0.1',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    at: expect.stringMatching(/Z$/),
  })
  expect(items[5]).toMatchObject({
    actor: { kind: 'operator' },
    before: { plan: 'free' },
    after: { plan: 'business' },
  })
  expect(JSON.stringify(items)).not.toContain(token.slice(6, 30))
})

test('pages without gaps while new entries come in', async () => {
  const first = await list({ limit: 3 })
  await createProject(owner, org, { name: 'Meanwhile' })
  const second = await list({ limit: 100, cursor: first.nextCursor })
  const sequences = [...first.items, ...second.items].map(({ sequence }) => sequence)
  expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, index) => sequences.length - index))
})

test('filters by action, actor and time', async () => {
  expect((await list({ action: 'api_key.rotated' })).items).toHaveLength(1)
  expect((await list({ actor: 'operator' })).items.map(({ action }) => action)).toEqual([
    'organization.plan_changed',
  ])
  expect((await list({ actor: owner.email, limit: 200 })).items.length).toBeGreaterThan(4)
  const all = (await list({ limit: 200 })).items
  const at = all[2]?.at as string
  expect((await list({ limit: 200, to: at })).items.every((entry) => entry.at < at)).toBe(true)
  expect((await list({ limit: 200, from: at })).items.every((entry) => entry.at >= at)).toBe(true)
  await expect(list({ from: 'yesterday' })).rejects.toMatchObject({ status: 400 })
  await expect(list({ cursor: 'x' })).rejects.toMatchObject({ status: 400 })
})

test('is part of Business and Enterprise, and shows what happened before', async () => {
  const free = await platform.createOrganization(owner)
  for (const rest of ['', '/export'] as const) {
    await expect(
      owner.api.call(`GET /api/organizations/{org}/audit-log${rest}`, { params: { org: free } }),
    ).rejects.toMatchObject({
      status: 403,
      code: 'entitlement_required',
      members: { plans: ['business', 'enterprise'] },
    })
  }
  await platform.setPlan(free, 'enterprise')
  const items = await auditEntries(owner, free)
  expect(items.map(({ action }) => action)).toContain('organization.created')
})

/** A line with the head of another. */
const withHead = (line = '', from = '') =>
  JSON.stringify({ ...JSON.parse(line), head: JSON.parse(from).head })

describe('an export', () => {
  const save = async (name: string, text: string) => {
    const file = join(platform.folder, name)
    await writeFile(file, text)
    return file
  }

  test('verifies outside', async () => {
    const { code, said } = await verify(await save('whole.ndjson', await exported()))
    expect(said).toMatch(/the chain is whole/)
    expect(code).toBe(0)
  })

  test.each([
    [
      'an entry was changed',
      (lines: string[]) => lines.with(2, (lines[2] as string).replace(/"action":"[^"]+"/, '"action":"x"')),
      /was changed/,
    ],
    ['an entry is missing', (lines: string[]) => lines.toSpliced(2, 1), /some are missing/],
    [
      'entries changed places',
      (lines: string[]) => lines.toSpliced(1, 2, lines[2] as string, lines[1] as string),
      /some are missing/,
    ],
    [
      'the newest entries are missing',
      (lines: string[]) => [...lines.slice(0, -3), withHead(lines.at(-3), lines.at(-1))],
      /the newest are missing/,
    ],
    ['it is empty', () => [], /no entry/],
  ])('fails where %s', async (name, change, message) => {
    const lines = (await exported()).trimEnd().split('\n')
    const { code, said } = await verify(await save(`${name}.ndjson`, change(lines).join('\n')))
    expect(said).toMatch(message)
    expect(code).toBe(1)
  })

  // `text()` of a response drops the byte order mark that the file has.
  const exportedCsv = async () => `\uFEFF${await exported({ format: 'csv' })}`

  test('as CSV verifies outside as well, and against the head of an earlier export', async () => {
    const earlier = await save('earlier.csv', await exportedCsv())
    await createProject(owner, org, { name: "'=1+1 stays as it is" })
    const later = await save('later.csv', await exportedCsv())
    const { code, said } = await verify(later, '--head', earlier)
    expect(said).toMatch(/the chain is whole/)
    expect(said).toMatch(/It holds the head that you gave/)
    expect(code).toBe(0)
    expect((await verify(earlier, '--head', later)).said).toMatch(/up to entry \d+ are missing/)
  })

  test('that was filtered carries the head of the whole chain', async () => {
    const text = await exported({ action: 'project.created' })
    const lines = text.trimEnd().split('\n')
    const newest = (await list({ limit: 1 })).items[0]?.sequence
    expect(JSON.parse(lines.at(-1) as string).head).toMatchObject({ organizationId: org, sequence: newest })
    const file = await save('filtered.ndjson', text)
    expect((await verify(file)).code).toBe(1)
    expect((await verify(file, '--partial')).code).toBe(0)
  })

  test('as CSV says that it is UTF-8, without which Excel garbles umlauts', async () => {
    const response = await fetch(platform.url + path('/audit-log/export?format=csv'), {
      headers: owner.credentials,
    })
    const start = new Uint8Array(await response.arrayBuffer()).subarray(0, 4)
    expect([...start]).toEqual([0xef, 0xbb, 0xbf, '"'.charCodeAt(0)])
  })

  test('as CSV runs no formula in a spreadsheet', async () => {
    const response = await owner.get(path('/audit-log/export?format=csv'))
    expect(response.headers.get('content-type')).toContain('text/csv')
    expect(response.headers.get('content-disposition')).toContain('attachment')
    const csv = response.body as string
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(csv).not.toMatch(/(?:^|,)"[=+\-@]/m)
    expect(csv.split('\r\n').length).toBeGreaterThan(8)
  })
})

test('cannot be changed, emptied or forged, by the database owner either', async () => {
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  await expect(client.query("update audit_log set action = 'x'")).rejects.toThrow(/append-only/)
  await expect(client.query('delete from audit_log')).rejects.toThrow(/append-only/)
  await expect(client.query('truncate audit_log')).rejects.toThrow(/append-only/)
  await expect(
    client.query(
      `insert into audit_log (organization_id, sequence, id, at, action, actor_kind, actor_id, actor_name, target_kind, target_id, previous_hash, hash)
       values ($1, 999, 'x', now(), 'x', 'user', 'x', 'x', 'x', 'x', repeat('0', 64), repeat('0', 64))`,
      [org],
    ),
  ).rejects.toThrow(/does not continue the chain/)
  await client.end()
})

describe('entries older than the operator keeps', () => {
  const DAY_MS = 86_400_000
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)

  test('go, leave the signed head of what went, and the rest verifies', async () => {
    const { context } = platform.app
    const aged = crypto.randomUUID()
    const entry = (at: Date) => ({
      at,
      action: 'project.updated' as const,
      actor: { kind: 'system', id: 'system', name: 'System', email: null } as const,
      target: { kind: 'project', id: 'p' },
    })
    await context.pool.query(
      `insert into organizations (id, name, slug, plan, created_at) values ($1, 'Aged', $1, 'business', now())`,
      [aged],
    )
    const days = [900, 800, 500, 400, 300, 1]
    await context.db.transaction((tx) =>
      recordAudits(
        tx,
        aged,
        days.map((ago) => entry(daysAgo(ago))),
      ),
    )
    const kept = async () =>
      (
        await context.pool.query('select sequence from audit_log where organization_id = $1 order by 1', [
          aged,
        ])
      ).rows.map(({ sequence }) => sequence)
    const forgetAfter = async (auditDays: number | null) => {
      const settings = { ...context.settings, retention: { ...context.settings.retention, auditDays } }
      await forgetOldEntries({ ...context, settings })
    }
    await forgetAfter(null)
    expect(await kept()).toEqual([1, 2, 3, 4, 5, 6])
    await forgetAfter(600)
    expect(await kept()).toEqual([3, 4, 5, 6])
    await forgetAfter(365)
    expect(await kept()).toEqual([5, 6])
    // Asked for less than a year, the database refuses.
    await expect(forgetAfter(30)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('kept for 365 days at least') },
    })
    expect(await kept()).toEqual([5, 6])

    await context.pool.query(
      `insert into members (id, organization_id, user_id, role, created_at) values ($1, $1, $2, 'owner', now())`,
      [aged, owner.userId],
    )
    for (const format of ['ndjson', 'csv'] as const) {
      const response = await owner.api.call('GET /api/organizations/{org}/audit-log/export', {
        params: { org: aged },
        query: { format },
      })
      const file = join(platform.folder, `aged.${format}`)
      await writeFile(file, await response.text())
      const { publicKey } = createAuditSigner(context.settings.authSecret)
      const { code, said } = await verify(file, '--public-key', publicKey)
      expect(said).toMatch(/2 entries .* the chain is whole[^]*begins after entry 4/)
      expect(code).toBe(0)
    }
    // The chain goes on from where it was.
    await context.db.transaction((tx) => recordAudits(tx, aged, [entry(new Date())]))
    expect(await kept()).toEqual([5, 6, 7])
  })

  test('cannot be removed past what the mark covers, by the owner either', async () => {
    const client = new pg.Client({ connectionString: platform.databaseUrl })
    await client.connect()
    await expect(
      client.query("delete from audit_log where at >= now() - interval '365 days'"),
    ).rejects.toThrow(/append-only/)
    await client.end()
  })
})

test('shows in a kept head that the database owner wrote it anew', async () => {
  const kept = join(platform.folder, 'kept.ndjson')
  await writeFile(kept, await exported())
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  await client.query('alter table audit_log disable trigger user')
  await client.query("update audit_log set actor_name = 'Nobody' where organization_id = $1", [org])
  const { db } = platform.app.context
  const entries = await readEntries(db, {
    where: eq(auditLog.organizationId, org),
    orderBy: asc(auditLog.sequence),
    limit: 1000,
  })
  let previousHash = GENESIS_HASH
  for (const { hash: _hash, ...content } of entries) {
    const hash = hashEntry({ ...content, previousHash })
    await client.query(
      'update audit_log set previous_hash = $3, hash = $4 where organization_id = $1 and sequence = $2',
      [org, content.sequence, previousHash, hash],
    )
    previousHash = hash
  }
  await client.query('alter table audit_log enable trigger user')
  await client.end()
  const file = join(platform.folder, 'rewritten.ndjson')
  await writeFile(file, await exported())
  expect((await verify(file)).said).toMatch(/the chain is whole/)
  const { code, said } = await verify(file, '--head', kept)
  expect(said).toMatch(/the log was written anew/)
  expect(code).toBe(1)
})

test('lets each head that has moved out once a day, signed, to one of all nodes', async () => {
  const { context } = platform.app
  const claim = async () =>
    (await Promise.all([1, 2, 3].map(() => claimDueHeads(context))))
      .flat()
      .filter(({ organizationId }) => organizationId === org)
  const [first, ...more] = await claim()
  expect(more).toEqual([])
  expect(first).toMatchObject({ sequence: (await list({ limit: 1 })).items[0]?.sequence })
  const { out, code } = await verifyHead(first as SignedAuditHead)
  expect([code, out]).toEqual([0, expect.stringContaining('with the key that you gave')])

  await createProject(owner, org, { name: 'On the same day' })
  expect(await claim()).toEqual([])
  platform.clock.advance(86_400_000)
  expect(await claim()).toMatchObject([{ sequence: (first as SignedAuditHead).sequence + 1 }])
  platform.clock.advance(86_400_000)
  expect(await claim()).toEqual([])

  async function verifyHead(head: SignedAuditHead) {
    const file = join(platform.folder, 'head.ndjson')
    const whole = (await exported()).trimEnd().split('\n')
    await writeFile(
      file,
      [...whole.slice(0, -1), JSON.stringify({ ...JSON.parse(whole.at(-1) ?? ''), head })].join('\n'),
    )
    const { code: ended, said } = await verify(
      file,
      '--public-key',
      createAuditSigner(context.settings.authSecret).publicKey,
    )
    return { code: ended, out: said }
  }
})

test('stays one chain under many writes at once', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => createProject(owner, org, { name: `P${n}` })))
  const file = join(platform.folder, 'busy.ndjson')
  await writeFile(file, await exported())
  expect((await verify(file)).said).toMatch(/the chain is whole/)
})
