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
      modelOptimizers: 1,
      posterBrowser: null,
      storage: { kind: 'file' },
      signUp: 'open',
      signUpDomains: [],
      contactUrl: null,
      communityUrl: null,
      warnings: [],
    })
  })
  test('serve says that it uses the embedded database', () => {
    expect(serve().warnings.join()).toContain('DATABASE_URL')
  })
  test('a blank value is none', () => {
    expect(start({ PORT: '', DEFAULT_PLAN: ' ' })).toMatchObject({ port: 4400, defaultPlan: 'free' })
  })
})

describe('a value that cannot be used names its setting and what it must be', () => {
  test.each([
    ['DATABASE_URL', 'mysql://x/y', /postgres:\/\//],
    ['HOST', 'not a host', /IP address/],
    ['PORT', '0', /1 to 65535/],
    ['PORT', '4400.5', /1 to 65535/],
    ['PORT', 'http', /1 to 65535/],
    ['PUBLIC_URL', 'scenes.example.com', /https:\/\/scenes\.example\.com/],
    ['PUBLIC_URL', 'https://scenes.example.com/app', /no path/],
    ['AUTH_SECRET', 'short', /at least 32 characters/],
    ['AUTH_SECRET', 'a'.repeat(64), /hard to guess/],
    ['TRUST_PROXY', 'true', /0 to 16/],
    ['TRUST_PROXY', '-1', /0 to 16/],
    ['OPERATOR_TOKEN', 'two words of a token', /without spaces/],
    ['OPERATOR_TOKEN', 'schlüssel-des-betreibers', /ASCII/],
    ['OPERATOR_TOKEN', 'op', /at least 16 characters/],
    ['POSTER_BROWSER', 'chromium', /path of a Chromium, or none/],
    ['LEAK_REPORT_KEYS', 'k1:bm8ga2V5', /base64 of a P-256 public key/],
    ['OPERATOR_TOKEN', 'a'.repeat(64), /OPERATOR_TOKEN is unsafe/],
    ['OPERATOR_TOKEN', 'operator'.repeat(8), /OPERATOR_TOKEN is unsafe/],
    ['OPERATOR_TOKEN', 'abababab12121212', /OPERATOR_TOKEN is unsafe/],
    ['OPERATOR_TOKEN', '12345678901234567890', /OPERATOR_TOKEN is unsafe/],
    ['OPERATOR_TOKEN', 'abcdefghijklmnopqrstuvwxyz0123456789', /OPERATOR_TOKEN is unsafe/],
    ['OPERATOR_TOKEN', 'changeme-changeme-chan', /OPERATOR_TOKEN is unsafe/],
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
    ['WORKERS', '0', /1 to 256, or auto/],
    ['WORKERS', 'all', /1 to 256, or auto/],
    ['ACCEL_REDIRECT', 'internal', /begins and ends with/],
    ['ACCEL_REDIRECT', '/internal/../', /begins and ends with/],
    ['STORAGE', 'ftp', /file, s3/],
    ['WRITE_LIMIT_PER_MINUTE', '0', /from 1/],
    ['KEEP_USAGE_DAYS', '0', /1 to 36500, or forever/],
    ['KEEP_VERSIONS_DAYS', 'always', /1 to 36500, or forever/],
    ['KEEP_AUDIT_DAYS', '364', /365 to 36500, or forever/],
    ['QUOTA_FREE', '20', /"organizations=3, projects=20/],
    ['QUOTA_FREE', 'projects=20, keys=3', /keptVersions=10/],
    ['QUOTA_PRO', 'projects=-1', /whole number or none/],
    ['QUOTA_PRO', 'projects=2GiB', /whole number or none/],
    ['QUOTA_PRO', 'storedBytes=2GB', /storedBytes=2GiB/],
    ['QUOTA_BUSINESS', 'keptVersions=0', /keptVersions of at least 1/],
    ['SIGN_UP', 'everybody', /open, invited, closed/],
    ['SIGN_UP_DOMAINS', 'example', /example\.com, example\.org/],
    ['SIGN_UP_DOMAINS', 'a@example.com', /example\.com, example\.org/],
    ['CONTACT_URL', 'ask us', /mailto:/],
    ['COMMUNITY_URL', 'mailto:us@example.com', /https:\/\//],
    ['LOG_LEVEL', 'loud', /fatal, error, warn/],
    ['KEY_PEPPER', 'x', /<id>:<secret>/],
  ])('%s=%s', (name, value, must) => {
    const read = () => start({ [name]: value })
    expect(read).toThrow(name)
    expect(read).toThrow(must)
  })

  test('all of them at once', () => {
    expect(() => start({ PORT: 'x', DEFAULT_PLAN: 'x' })).toThrow(/PORT[\s\S]*DEFAULT_PLAN/)
  })
  test.each([
    ['PORT', 'abc', 'PORT must be a whole number from 1 to 65535; it is "abc".'],
    [
      'PORT',
      '65534',
      'PORT must be a whole number from 1 to 65533, because the demo sites take the two ports',
    ],
    ['DEFAULT_PLAN', 'gold', 'DEFAULT_PLAN must be one of free, pro, business, enterprise; it is "gold".'],
    ['SOURCE_URL', 'ftp://ada:hunter2@example.com', '; it is "ftp://***@example.com".'],
  ])('in words, with the value: %s=%s', (name, value, text) => {
    expect(() => start({ [name]: value })).toThrow(text)
  })
  test.each([
    ['AUTH_SECRET', 'hunter2'],
    ['AUTH_SECRET', 'hunter2'.repeat(8).replaceAll(/[^h]/g, 'h')],
    ['DATABASE_URL', 'mysql://ada:hunter2@db/x'],
    ['REDIS_URL', 'http://ada:hunter2@x'],
    ['SMTP_URL', 'http://ada:hunter2@x'],
    ['KEY_PEPPER', 'hunter2'],
    ['OPERATOR_TOKEN', 'hunter2 '.repeat(2)],
  ])('and never shows a secret: %s', (name, value) => {
    expect(() => start({ [name]: value })).toThrow(name)
    expect(() => start({ [name]: value })).not.toThrow(new RegExp(`hunter2|${'h'.repeat(9)}|; it is`))
  })
})

describe('a misspelt setting is reported with the nearest one', () => {
  test.each([
    ['PUBLIC_ULR', 'PUBLIC_URL'],
    ['KEY_CACHE_TTL', 'KEY_CACHE_TTL_MS'],
    ['AUTH_FAILURE_WINDOW', 'AUTH_FAILURE_WINDOW_SECONDS'],
    ['SHUTDOWN_MS', 'SHUTDOWN_SECONDS'],
    ['OPERATER_TOKEN', 'OPERATOR_TOKEN'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['SIGNUP', 'SIGN_UP'],
    ['PROT', 'PORT'],
    ['VECTREAL_PORT', 'PORT'],
    ['public_url', 'PUBLIC_URL'],
  ])('%s: %s', (given, meant) => {
    expect(start({ [given]: 'x' }).warnings).toEqual([
      `${given} is not a setting and is ignored. Did you mean ${meant}?`,
    ])
  })
  test('beside what cannot be used, which it may explain', () => {
    expect(() => serve({ ...DATABASE, HOST: '0.0.0.0', PUBLIC_ULR: 'https://x.example' })).toThrow(
      /PUBLIC_URL is missing[\s\S]*Did you mean PUBLIC_URL\?/,
    )
  })
  test.each([
    'HOSTNAME HOSTS POST SORT PORTS ROOT LANG PATH HOME USER SHELL TERM PWD PGHOST PGPORT PGDATABASE REDIS_PORT',
    'POSTGRES_PASSWORD AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION NODE_ENV NODE_OPTIONS npm_config_loglevel',
    'KUBERNETES_SERVICE_HOST KUBERNETES_PORT NEXT_PUBLIC_URL VECTREAL_API_KEY XDG_DATA_DIRS CI TZ DEBUG S3_SECRET',
  ])('variables of other programs are left alone: %s', (names) => {
    expect(start(Object.fromEntries(names.split(' ').map((name) => [name, 'x']))).warnings).toEqual([])
  })
})

test('what is kept for ever is said in a word', () => {
  expect(start().retention).toEqual({
    versionsDays: null,
    auditDays: null,
    reportsDays: 180,
    refusalsDays: 400,
    usageDays: 1100,
  })
  expect(start({ KEEP_USAGE_DAYS: 'forever', KEEP_VERSIONS_DAYS: '30' }).retention).toMatchObject({
    usageDays: null,
    versionsDays: 30,
  })
})

describe('what plans bound', () => {
  test('is as documented unless a setting changes it, and only what the setting names', () => {
    const quotas = start({ QUOTA_FREE: 'projects=5, storedBytes=512MiB', QUOTA_PRO: 'scenes=none' }).quotas
    expect(quotas.free).toEqual({
      organizations: 10,
      projects: 5,
      scenes: 100,
      keptVersions: 10,
      storedBytes: 512 * 1024 * 1024,
    })
    expect(quotas.pro).toMatchObject({ projects: 100, scenes: null })
    expect(quotas).toMatchObject({ business: start().quotas.business, enterprise: { projects: null } })
  })
})

describe('who may sign up', () => {
  const abroad = { ...DATABASE, HOST: '0.0.0.0', PUBLIC_URL: 'https://scenes.example.com' }
  test('everybody while only this machine can reach the server, else whoever is invited', () => {
    expect(serve({ HOST: '::1' }).signUp).toBe('open')
    expect(serve(abroad).signUp).toBe('invited')
    expect(serve({ ...abroad, SIGN_UP: 'open' }).signUp).toBe('open')
  })
  test('domains in any spelling', () => {
    expect(serve({ SIGN_UP_DOMAINS: '@Example.COM., müller.example example.com' }).signUpDomains).toEqual([
      'example.com',
      'xn--mller-kva.example',
    ])
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
    [
      'half of the S3 credentials',
      {
        ...DATABASE,
        STORAGE: 's3',
        S3_ENDPOINT: 'https://s3.example.com',
        S3_REGION: 'eu',
        S3_BUCKET: 'b',
        S3_ACCESS_KEY_ID: 'i',
      },
      /S3_SECRET_ACCESS_KEY is missing: set .* or none/,
    ],
    ['S3 without its settings', { ...DATABASE, STORAGE: 's3' }, /S3_BUCKET is missing/],
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
