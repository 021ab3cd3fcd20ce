import { describe, expect, test } from 'vitest'
import { readSettings } from './settings.js'

const SECRET = 'b3J2d2lkZ2V0cy1hcmUtbm90LWEtc2VjcmV0'
const DATABASE = { DATABASE_URL: 'postgres://u:p@db.example:5432/vectreal', AUTH_SECRET: SECRET }
const serve = (env: Record<string, string> = {}) => readSettings(env, 'serve', '/srv')
const start = (env: Record<string, string> = {}) => readSettings(env, 'start', '/srv')

describe('without any setting', () => {
  test('everything has its default', () => {
    expect(start()).toMatchObject({
      databaseUrl: null,
      dataDir: '/srv/.vectreal',
      host: '127.0.0.1',
      port: 4400,
      publicUrl: 'http://localhost:4400',
      authSecret: null,
      trustProxy: 0,
      operatorToken: null,
      defaultPlan: 'free',
      keyCacheTtlMs: 1000,
      authFailureLimit: 60,
      authFailureWindowSeconds: 60,
      redisUrl: null,
      maxModelBytes: 268_435_456,
      storage: { kind: 'file' },
    })
  })
  test('serve says that it uses the embedded database', () => {
    expect(serve().warnings.join()).toContain('DATABASE_URL')
  })
  test('a blank value is none', () => {
    expect(start({ PORT: '', DEFAULT_PLAN: ' ' })).toMatchObject({ port: 4400, defaultPlan: 'free' })
  })
})

describe('a value that cannot be used names its setting and what it may be', () => {
  test.each([
    ['DATABASE_URL', 'mysql://x/y', /postgres:\/\//],
    ['HOST', 'not a host', /IP address/],
    ['PORT', '0', /1 to 65535/],
    ['PORT', '4400.5', /1 to 65535/],
    ['PORT', 'http', /1 to 65535/],
    ['PUBLIC_URL', 'scenes.example.com', /https:\/\/scenes\.example\.com/],
    ['PUBLIC_URL', 'https://scenes.example.com/app', /no path/],
    ['AUTH_SECRET', 'short', /at least 32 characters/],
    ['AUTH_SECRET', 'a'.repeat(64), /too easy to guess/],
    ['TRUST_PROXY', 'true', /0 to 16/],
    ['TRUST_PROXY', '-1', /0 to 16/],
    ['OPERATOR_TOKEN', 'two words of a token', /without spaces/],
    ['OPERATOR_TOKEN', 'schlüssel-des-betreibers', /ASCII/],
    ['DEFAULT_PLAN', 'gold', /free, pro, business, enterprise/],
    ['KEY_CACHE_TTL_MS', '1s', /0 to 60000/],
    ['AUTH_FAILURE_LIMIT', '0', /from 1/],
    ['AUTH_FAILURE_WINDOW_SECONDS', '0', /from 1/],
    ['REDIS_URL', 'http://x', /redis:\/\//],
    ['SOURCE_URL', 'our server', /https:\/\//],
    ['SMTP_URL', 'mail.example.com', /smtps:\/\//],
    ['SMTP_URL', 'smtp://mail.example.com', /MAIL_FROM is missing/],
    ['MAIL_FROM', 'nobody', /scenes@example\.com/],
    ['MAX_MODEL_BYTES', '1GB', /bytes/],
    ['STORAGE', 'ftp', /file, s3/],
    ['LOG_LEVEL', 'loud', /fatal, error, warn/],
    ['KEY_PEPPER', 'x', /<id>:<secret>/],
  ])('%s=%s', (name, value, may) => {
    const read = () => start({ [name]: value })
    expect(read).toThrow(name)
    expect(read).toThrow(may)
  })

  test('all of them at once', () => {
    expect(() => start({ PORT: 'x', DEFAULT_PLAN: 'x' })).toThrow(/PORT[\s\S]*DEFAULT_PLAN/)
  })
  test('and never shows a secret', () => {
    expect(() => start({ AUTH_SECRET: 'hunter2' })).not.toThrow(/hunter2/)
  })
})

describe('production refuses what is missing or unsafe', () => {
  test.each([
    ['a database without a secret', { DATABASE_URL: DATABASE.DATABASE_URL }, /AUTH_SECRET is missing/],
    ['an open address without a name', { ...DATABASE, HOST: '0.0.0.0' }, /PUBLIC_URL is missing/],
    [
      'an open address without TLS',
      { ...DATABASE, HOST: '0.0.0.0', PUBLIC_URL: 'http://scenes.example.com' },
      /PUBLIC_URL is unsafe/,
    ],
    ['S3 without its settings', { ...DATABASE, STORAGE: 's3' }, /S3_BUCKET is missing/],
    ['a short operator token', { ...DATABASE, OPERATOR_TOKEN: 'op' }, /OPERATOR_TOKEN is unsafe/],
  ])('%s', (_name, env, message) => {
    expect(() => serve(env)).toThrow(message)
  })

  test('and takes what is complete', () => {
    const settings = serve({
      ...DATABASE,
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://scenes.example.com/',
      STORAGE: 's3',
      S3_ENDPOINT: 'https://s3.example.com',
      S3_REGION: 'eu',
      S3_BUCKET: 'b',
      S3_ACCESS_KEY_ID: 'i',
      S3_SECRET_ACCESS_KEY: 's',
    })
    expect(settings).toMatchObject({
      publicUrl: 'https://scenes.example.com',
      storage: { kind: 's3', bucket: 'b' },
    })
    expect(settings.warnings).toEqual([])
  })
})
