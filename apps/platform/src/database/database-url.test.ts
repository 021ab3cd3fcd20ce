import { describe, expect, test } from 'vitest'
import { databaseRole, databaseUrlFlaw, describeDatabase } from './database-url.js'

describe('a database URL', () => {
  test.each([
    ['postgres://u:p@host:5432/db', 'host:5432/db'],
    ['postgresql://u:p%2Fq%40r@host/db?sslmode=require', 'host/db'],
    ['postgres://u:p@host/db?schema=embeds&sslrootcert=/etc/ca.pem', 'host/db'],
    ['postgres://u:p@[::1]:5432/db', '[::1]:5432/db'],
    ['postgres://u@/db?host=/run/postgresql', '/run/postgresql/db'],
    ['postgres:///db?host=/run/postgresql', '/run/postgresql/db'],
    ['postgres://u:p@%2Frun%2Fpostgresql/db', '/run/postgresql/db'],
    ['postgres://u:p@q@host/db', 'host/db'],
  ])('%s is fine, and shown as %s', (url, shown) => {
    expect(databaseUrlFlaw(url)).toBeNull()
    expect(describeDatabase(url)).toBe(shown)
  })

  test.each([
    ['mysql://u:hunter2@host/db', /must be a URL such as postgres:/],
    ['postgres://u:hun/ter2@host/db', /Percent-encode .* \/ is %2F/],
    ['postgres://u:12/hunter2@host/db', /Percent-encode/],
    ['postgres://u:hun#ter2@host/db', /Percent-encode .* # is %23/],
    ['postgres://u:hun%ter2@host/db', /% that encodes nothing.* % is %25/],
    ['postgres:///db', /names no host/],
    ['postgres://u:hunter2@host', /names no database/],
    ['postgres://u:hunter2@host:port/db', /must be a URL/],
  ])('%s is refused with the reason, and none of the password', (url, reason) => {
    const flaw = databaseUrlFlaw(url)
    expect(flaw).toMatch(reason)
    expect(flaw).not.toMatch(/hunter|ter2/)
  })

  test('names its role, decoded', () => {
    expect(databaseRole('postgres://the%20server:p%2Fq@host/db')).toEqual({
      name: 'the server',
      password: 'p/q',
    })
  })
})
