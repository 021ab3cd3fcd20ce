import { beforeEach, describe, expect, test } from 'vitest'
import { createLogger } from './logger.js'

let lines = ''
beforeEach(() => void (lines = ''))

const logTo = () => createLogger('trace', { write: (line) => void (lines += line) })

const PAGE_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzIjoiODcyYSJ9.c2lnbmF0dXJl'
const SECRETS = ['reset-7f3a', 'line two', 'ada@example.com', 'vctrl_0123456789', 'Zm9v-cookie', PAGE_TOKEN]
const failedQuery = () =>
  Object.assign(
    new Error(
      'Failed query: select * from verifications where token = $1\nparams: reset-7f3a,line two\n of it "quoted",ada@example.com',
    ),
    {
      cause: Object.assign(new Error('invalid input syntax for type uuid: "reset-7f3a"'), { code: '22P02' }),
    },
  )

describe('no line of the log, at any level, has', () => {
  test.each(['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)(
    'a parameter of a query: %s',
    (level) => {
      const logger = logTo()
      logger[level]({ err: failedQuery() }, 'request failed')
      logger[level]({ reason: failedQuery().message }, 'not written')
      logger[level](`${failedQuery().stack}`)
      logger[level]({ reason: 'key vctrl_0123456789 and vctrlsvc_abc', headers: { cookie: 'Zm9v-cookie' } })
      logger[level]({ req: { url: `/embed/${PAGE_TOKEN}` } }, `failed with ${PAGE_TOKEN}`)
      logger[level]({ req: { headers: { authorization: 'Bearer vctrl_0123456789' } }, token: 'reset-7f3a' })
      for (const secret of SECRETS) expect(lines).not.toContain(secret)
      expect(lines).toContain('Failed query: select * from verifications')
      expect(lines).toContain('22P02')
      for (const line of lines.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
    },
  )
})

test('the stack of an error is kept', () => {
  logTo().error({ err: failedQuery() }, 'request failed')
  expect(JSON.parse(lines).err.stack).toMatch(/\n {4}at .*logger\.test/)
})
