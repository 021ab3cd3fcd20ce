/** What is written down at each level: one-time tokens, keys and what queries were given are never part of it. */
import { generateApiKey } from '@vectreal/auth-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLogger } from '../src/starting.js'
import type { Mail } from '../src/settings.js'
import { createProject } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let person: Person
let lines = ''
const mails: Mail[] = []
const logger = createLogger('trace', { write: (line) => void (lines += line) })

beforeAll(async () => {
  platform = await startPlatform({
    logger,
    trustProxy: 1,
    authFailureLimit: 1_000_000,
    sendMail: async (mail) => {
      mails.push(mail)
    },
  })
  person = await platform.signUp()
})
afterAll(() => platform.close())

/** While `table` takes no write; the message names nothing of what was given. */
async function withBrokenTable(table: string, run: () => Promise<unknown>): Promise<void> {
  const { pool } = platform.app.context
  await pool.query(`
    create or replace function break_for_test() returns trigger language plpgsql as $$
    begin raise exception 'it is broken' using errcode = 'XX000'; end $$;
    create trigger break_for_test before insert or update or delete on ${table}
      for each row execute function break_for_test()`)
  try {
    await run()
  } finally {
    await pool.query(`drop trigger break_for_test on ${table}`)
  }
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

test.each(LEVELS)(
  'at the level %s no token of a reset, no key and no parameter of a query',
  async (level) => {
    const address = {
      'x-forwarded-for': `198.51.100.${LEVELS.indexOf(level)}`,
    }
    logger.level = level
    lines = ''
    const known = mails.length
    const printed: string[] = []
    const streams = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0),
    )
    const key = generateApiKey()
    const newPassword = `a horse of level ${level}, correct`
    let token = ''
    let failed = 0
    try {
      await platform.nobody.post(
        '/api/auth/request-password-reset',
        { email: person.email, redirectTo: '/dashboard/reset-password' },
        address,
      )
      const link = await vi.waitUntil(
        () => /http\S+/.exec(mails.slice(known).find(({ to }) => to === person.email)?.text ?? '')?.[0],
        { timeout: 20_000 },
      )
      const opened = await fetch(`${link}&secret=in-the-query-${level}`, { redirect: 'manual' })
      token = new URL(opened.headers.get('location') ?? '', platform.url).searchParams.get('token') ?? ''
      await platform.nobody.get(`/api/scenes/none?key=${key}`)
      await platform.nobody.get(`/nowhere/${key}?token=in-the-query-${level}`)
      await withBrokenTable('verifications', async () => {
        const response = await platform.nobody.post(
          '/api/auth/reset-password',
          { token, newPassword },
          address,
        )
        failed = response.status
      })
      await withBrokenTable('projects', async () => {
        const org = await platform.createOrganization(person)
        const name = `a name at ${level}`
        await expect(createProject(person, org, { name })).rejects.toMatchObject({ status: 500 })
      })
    } finally {
      for (const stream of streams) stream.mockRestore()
    }
    expect(failed).toBeGreaterThanOrEqual(500)
    expect(token.length).toBeGreaterThan(10)
    const text = lines + printed.join('')
    for (const secret of [token, key, newPassword, `in-the-query-${level}`, `a name at ${level}`, 'params:'])
      expect(text).not.toContain(secret)
    // Failures are told from `error` down.
    expect(lines.includes('it is broken')).toBe(level !== 'fatal')
  },
)
