/** Reads the environment into settings. Everything that is wrong is named at once, with what it must be. */
import { createPublicKey } from 'node:crypto'
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import type { PlanQuotas } from '@vectreal/auth-core'
import type { Retention, SignUpMode } from '@vectreal/scene-api'
import { isLocalhost } from '@vectreal/scene-format'
import { z } from 'zod'
import { databaseUrlFlaw } from './database/database-url.js'
import { findMisspeltSettings } from './misspelt-settings.js'
import { completeQuotas, parseQuotas } from './quota-settings.js'
import { describeFlaw, settingsError } from './setting-errors.js'
import { parseSignUpDomains, SIGN_UP_DOMAINS_MUST, SIGN_UP_MODES } from './sign-up-settings.js'

/** `start` runs the demo on this machine; `serve` is production. */
export type Mode = 'start' | 'serve'

const MIB = 1024 * 1024
const MINIMUM_SECRET_CHARACTERS = 32
const MINIMUM_TOKEN_CHARACTERS = 16
/** Fewer different characters than this is a placeholder, not a secret. */
const MINIMUM_DISTINCT_CHARACTERS = 8
const LONGEST_REPEATED_UNIT = 10
const SEQUENCE_SHARE = 0.75

const PLANS = ['free', 'pro', 'business', 'enterprise'] as const
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const S3_NAMES = ['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET'] as const
/** All of them, or none for what the machine or container may do itself. */
const S3_KEY_NAMES = ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const

type Plan = (typeof PLANS)[number]

/** A secret that is mixed into the hashes of tokens; the id is stored beside them. */
interface Pepper {
  readonly id: string
  readonly secret: string
}

interface S3Settings {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Undefined: the AWS SDK looks for the role of the machine or container. */
  readonly accessKeyId: string | undefined
  readonly secretAccessKey: string | undefined
  readonly sessionToken: string | undefined
}

export interface MailSettings {
  readonly smtpUrl: string
  /** As it stands in `From:`, with or without a name. */
  readonly from: string
}

export interface Settings {
  readonly mode: Mode
  /** Null: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null
  /** As whom migrations run, so that the server's own role cannot change the schema. Null: as the server. */
  readonly databaseOwnerUrl: string | null
  /** Past a pooler, where notifications are listened for. Null: `databaseUrl`. */
  readonly databaseNotifyUrl: string | null
  readonly databasePoolSize: number
  /** Absolute. */
  readonly dataDir: string
  readonly host: string
  readonly port: number
  /** Processes that share the port. */
  readonly workers: number
  /** An origin: no path, no trailing slash. */
  readonly publicUrl: string
  /** Null: one is generated and kept in `dataDir`. */
  readonly authSecret: string | null
  readonly keyPepper: Pepper | null
  /** Under which earlier tokens were hashed; they go on working. */
  readonly formerKeyPeppers: readonly Pepper[]
  readonly trustProxy: number
  readonly operatorToken: string | null
  readonly leakReportKeys: Readonly<Record<string, string>>
  readonly defaultPlan: Plan
  readonly writeLimitPerMinute: number
  readonly retention: Retention
  readonly idempotencyHours: number
  /** What each plan bounds beside keys. */
  readonly quotas: Readonly<Record<Plan, PlanQuotas>>
  readonly keyCacheTtlMs: number
  readonly authFailureLimit: number
  readonly authFailureWindowSeconds: number
  readonly redisUrl: string | null
  readonly maxModelBytes: number
  /** Models that are optimised at once in this process; 0: none. */
  readonly modelOptimizers: number
  /** Path of a Chromium, or `none`; null: the first one that the system has. */
  readonly posterBrowser: string | null
  readonly storage: { readonly kind: 'file' } | ({ readonly kind: 's3' } & S3Settings)
  /** Below which the proxy in front serves the store. Null: models and posters are sent by this process. */
  readonly accelRedirect: string | null
  /** Who may make an account by themselves. */
  readonly signUp: SignUpMode
  /** Mail domains that may sign up, normalised; empty: any. */
  readonly signUpDomains: readonly string[]
  /** Where people ask for an account, a larger plan or help: a web page or a `mailto:` address. */
  readonly contactUrl: string | null
  readonly communityUrl: string | null
  /** Where the source of this running copy is to be had. */
  readonly sourceUrl: string
  /** Null: nothing is sent; invitations are links to hand on, and there is no password reset. */
  readonly mail: MailSettings | null
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly shutdownSeconds: number
  /** What is allowed but worth a line in the log. */
  readonly warnings: readonly string[]
}

function whole(from: number, to: number, unit = '') {
  const must = `must be a whole number from ${from} to ${to}${unit && ` (${unit})`}`
  return z
    .string()
    .regex(/^\d{1,15}$/, must)
    .transform(Number)
    .refine((n) => n >= from && n <= to, must)
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` })
}

function url(protocols: readonly string[], example: string) {
  const must = `must be a URL such as ${example}`
  return z.string().refine((text) => {
    const parsed = parseUrl(text)
    return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== ''
  }, must)
}

/** `auto`: one for each core that this process may use. */
function workers() {
  const must = 'must be a whole number of processes from 1 to 256, or auto'
  return z
    .string()
    .regex(/^(?:\d{1,3}|auto)$/, must)
    .transform((text) => (text === 'auto' ? availableParallelism() : Number(text)))
    .refine((n) => n >= 1 && n <= 256, must)
}

/** Null: for ever. */
function days(least = 1) {
  const must = `must be a whole number of days from ${least} to 36500, or forever`
  return z
    .string()
    .regex(/^(?:\d{1,5}|forever)$/, must)
    .transform((text) => (text === 'forever' ? null : Number(text)))
    .refine((n) => n === null || (n >= least && n <= 36_500), must)
}

function quotas() {
  return z.string().transform((text, { addIssue }) => {
    const parsed = parseQuotas(text)
    if (parsed.ok) return parsed.quotas
    addIssue(parsed.flaw)
    return z.NEVER
  })
}

/** A page, or the address of a person. */
function contact() {
  return z
    .string()
    .refine(
      (text) =>
        /^mailto:[^\s@<>?]+@[^\s@<>?]+$/i.test(text) ||
        ['https:', 'http:'].includes(parseUrl(text)?.protocol ?? ''),
      'must be a URL such as https://example.com/contact or mailto:scenes@example.com',
    )
}

function databaseUrl() {
  return z.string().superRefine((text, issues) => {
    const flaw = databaseUrlFlaw(text)
    if (flaw !== null) issues.addIssue({ code: 'custom', message: flaw })
  })
}

/** Too short, or a placeholder. */
function isWeak(secret: string, minimumCharacters: number): boolean {
  return secret.length < minimumCharacters || new Set(secret).size < MINIMUM_DISTINCT_CHARACTERS
}

/** `changeme-changeme-changeme`, `12345678901234567890`: whoever knows the beginning knows the rest. */
function isRepetition(text: string): boolean {
  const units = Array.from({ length: LONGEST_REPEATED_UNIT }, (_none, index) => index + 1)
  return units.some((unit) => text.slice(unit) === text.slice(0, -unit))
}

/** `abcdefghijklmnopqrstuvwxyz`: most characters follow the one before. Of random ones few do. */
function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.charCodeAt(0))
  const steps = codes.slice(1).map((code, index) => Math.abs(code - (codes[index] as number)))
  return steps.filter((step) => step <= 1).length >= steps.length * SEQUENCE_SHARE
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

const HOST_MUST = 'must be an IP address or a host name to listen on, such as 127.0.0.1, 0.0.0.0 or ::'
const ORIGIN_MUST = 'must be an origin (scheme, host and port, no path), such as https://scenes.example.com'
const DEFAULT_SOURCE_URL = 'https://github.com/vectreal/vectreal-platform'
const MAIL_FROM_MUST = 'must be an address, such as scenes@example.com or "Scenes <scenes@example.com>"'
const PEPPER_MUST = `must be <id>:<secret>, the id of letters, digits, - and _, the secret of at least ${MINIMUM_SECRET_CHARACTERS} characters`

const FORMER_PEPPERS_MUST = `${PEPPER_MUST}; several of them separated by spaces`

function toPepper(text: string): Pepper {
  const colon = text.indexOf(':')
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) }
}

const LEAK_KEYS_MUST =
  'must be <id>:<base64 of a P-256 public key> as GitHub publishes it, several of them separated by spaces'

/** In the form that GitHub publishes: the lines between the marks of a PEM, in one. */
const LEAK_KEY = /^([\w-]{1,128}):([A-Za-z0-9+/]+={0,2})$/

function toLeakKeys(texts: readonly string[]): Record<string, string> | null {
  const keys: Record<string, string> = {}
  for (const text of texts) {
    const [, id, base64] = LEAK_KEY.exec(text) ?? []
    if (id === undefined || base64 === undefined) return null
    const pem = `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`
    try {
      if (createPublicKey(pem).asymmetricKeyType !== 'ec') return null
    } catch {
      return null
    }
    keys[id] = pem
  }
  return keys
}

const environment = z.object({
  DATABASE_URL: databaseUrl().optional(),
  DATABASE_OWNER_URL: databaseUrl().optional(),
  DATABASE_NOTIFY_URL: databaseUrl().optional(),
  DATABASE_POOL_SIZE: whole(2, 500, 'connections of this process').default(20),
  DATA_DIR: z.string().default('.vectreal'),
  HOST: z
    .string()
    .refine((text) => isIP(text) !== 0 || /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text), HOST_MUST)
    .default('127.0.0.1'),
  PORT: whole(1, 65_535).default(4400),
  WORKERS: workers().default(1),
  PUBLIC_URL: z
    .string()
    .refine((text) => {
      const parsed = parseUrl(text)
      if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false
      return parsed.username === '' && parsed.pathname === '/' && parsed.search === '' && parsed.hash === ''
    }, ORIGIN_MUST)
    .transform((text) => new URL(text).origin)
    .optional(),
  AUTH_SECRET: z
    .string()
    .min(
      MINIMUM_SECRET_CHARACTERS,
      `must be a random text of at least ${MINIMUM_SECRET_CHARACTERS} characters, such as the output of "openssl rand -base64 48"`,
    )
    .refine(
      (text) => !isWeak(text, MINIMUM_SECRET_CHARACTERS),
      'must be hard to guess: a random text, such as the output of "openssl rand -base64 48"',
    )
    .optional(),
  KEY_PEPPER: z
    .string()
    .regex(/^[\w-]{1,32}:.{32,}$/, PEPPER_MUST)
    .transform(toPepper)
    .optional(),
  FORMER_KEY_PEPPERS: z
    .string()
    .transform((text) => text.split(/\s+/))
    .refine((peppers) => peppers.every((one) => /^[\w-]{1,32}:\S{32,}$/.test(one)), FORMER_PEPPERS_MUST)
    .transform((peppers) => peppers.map(toPepper))
    .default([]),
  TRUST_PROXY: whole(0, 16, 'proxies in front').default(0),
  OPERATOR_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{1,512}$/,
      'must be a random text of ASCII letters, digits and signs without spaces, such as the output of "openssl rand -hex 32"',
    )
    .optional(),
  LEAK_REPORT_KEYS: z
    .string()
    .transform((text, context) => {
      const keys = toLeakKeys(text.trim().split(/\s+/))
      if (keys !== null) return keys
      context.addIssue({ code: 'custom', message: LEAK_KEYS_MUST })
      return z.NEVER
    })
    .default({}),
  DEFAULT_PLAN: oneOf(PLANS).default('free'),
  WRITE_LIMIT_PER_MINUTE: whole(1, 1_000_000_000).default(1200),
  KEEP_VERSIONS_DAYS: days().default(null),
  KEEP_AUDIT_DAYS: days(365).default(null),
  KEEP_REPORTS_DAYS: days().default(180),
  KEEP_REFUSALS_DAYS: days().default(400),
  KEEP_USAGE_DAYS: days().default(1100),
  IDEMPOTENCY_HOURS: whole(1, 720, 'hours').default(24),
  QUOTA_FREE: quotas().optional(),
  QUOTA_PRO: quotas().optional(),
  QUOTA_BUSINESS: quotas().optional(),
  QUOTA_ENTERPRISE: quotas().optional(),
  KEY_CACHE_TTL_MS: whole(0, 60_000, 'milliseconds; 0 turns the cache off').default(1000),
  AUTH_FAILURE_LIMIT: whole(1, 1_000_000_000).default(60),
  AUTH_FAILURE_WINDOW_SECONDS: whole(1, 86_400, 'seconds').default(60),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  SIGN_UP: oneOf(SIGN_UP_MODES).optional(),
  SIGN_UP_DOMAINS: z
    .string()
    .transform(parseSignUpDomains)
    .refine((domains) => domains !== null, SIGN_UP_DOMAINS_MUST)
    .optional(),
  CONTACT_URL: contact().optional(),
  COMMUNITY_URL: url(['https:', 'http:'], 'https://discord.gg/example').optional(),
  MODEL_OPTIMIZERS: whole(0, 16, 'models at once; 0 leaves all as they come').default(1),
  POSTER_BROWSER: z
    .string()
    .refine((path) => path === 'none' || isAbsolute(path), 'must be the path of a Chromium, or none')
    .optional(),
  MAX_MODEL_BYTES: whole(1024, 4096 * MIB, 'bytes').default(256 * MIB),
  STORAGE: oneOf(['file', 's3']).default('file'),
  ACCEL_REDIRECT: z
    .string()
    .regex(/^\/(?:[\w.-]+\/)+$/, 'must be a path that begins and ends with /, such as /internal/')
    .refine(
      (path) => !/\/\.\.?\//.test(path),
      'must be a path that begins and ends with /, such as /internal/',
    )
    .optional(),
  S3_ENDPOINT: url(['http:', 'https:'], 'https://s3.eu-central-1.amazonaws.com').optional(),
  S3_REGION: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_SESSION_TOKEN: z.string().optional(),
  SOURCE_URL: url(['https:', 'http:'], DEFAULT_SOURCE_URL).default(DEFAULT_SOURCE_URL),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com:465').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>@\r\n]*<)?[^<>@\s]+@[^<>@\s]+>?$/, MAIL_FROM_MUST)
    .optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS).optional(),
  SHUTDOWN_SECONDS: whole(1, 600, 'seconds given to open requests at shutdown').default(15),
})

type Environment = z.infer<typeof environment>

export const SETTING_NAMES: readonly string[] = Object.keys(environment.shape)

/** Throws a `StartupError` that lists every setting that is missing, wrong or unsafe. A blank value counts as absent. */
export function readSettings(env: NodeJS.ProcessEnv, mode: Mode, cwd: string): Settings {
  const given = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, env[name]?.trim()]).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  )
  const parsed = environment.safeParse(given)
  const misspelt = findMisspeltSettings(env, SETTING_NAMES)
  const problems = parsed.success
    ? [...crossProblems(parsed.data, mode)]
    : parsed.error.issues.map((issue) => describeFlaw(String(issue.path[0]), issue.message, given))
  if (!parsed.success || problems.length > 0) throw settingsError(problems, misspelt)
  return toSettings(parsed.data, mode, cwd, misspelt)
}

/** What each value allows alone but not together, or not in production. */
function* crossProblems(env: Environment, mode: Mode): Generator<string> {
  if (env.STORAGE === 's3') {
    for (const name of S3_NAMES) {
      if (env[name] === undefined) yield `${name} is missing: STORAGE=s3 needs ${S3_NAMES.join(', ')}`
    }
    const given = S3_KEY_NAMES.filter((name) => env[name] !== undefined)
    for (const name of S3_KEY_NAMES) {
      if (env[name] === undefined && (given.length > 0 || env.S3_SESSION_TOKEN !== undefined))
        yield `${name} is missing: set ${S3_KEY_NAMES.join(' and ')}, or none of the S3 credentials for the role of the machine`
    }
  }
  if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined) {
    yield `MAIL_FROM is missing: with SMTP_URL it ${MAIL_FROM_MUST}`
  }
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_NOTIFY_URL'] as const) {
    if (env[name] !== undefined && env.DATABASE_URL === undefined) {
      yield `DATABASE_URL is missing: ${name} is beside it, for the same database`
    }
  }
  const { OPERATOR_TOKEN: token } = env
  if (
    token !== undefined &&
    (isWeak(token, MINIMUM_TOKEN_CHARACTERS) || isRepetition(token) || isSequence(token))
  ) {
    yield `OPERATOR_TOKEN is unsafe: it must be a random text of at least ${MINIMUM_TOKEN_CHARACTERS} characters, such as the output of "openssl rand -hex 32"`
  }
  if (mode === 'start') {
    if (env.PORT > 65_533)
      yield `PORT must be a whole number from 1 to 65533, because the demo sites take the two ports after it; it is "${env.PORT}"`
    return
  }
  if (env.DATABASE_URL !== undefined && env.AUTH_SECRET === undefined) {
    yield `AUTH_SECRET is missing: with DATABASE_URL it must be a random text of at least ${MINIMUM_SECRET_CHARACTERS} characters, the same on every node, such as the output of "openssl rand -base64 48"`
  }
  if (env.PUBLIC_URL === undefined && !isLoopbackHost(env.HOST)) {
    yield `PUBLIC_URL is missing: with HOST=${env.HOST} it ${ORIGIN_MUST}`
  }
  if (
    env.PUBLIC_URL?.startsWith('http:') &&
    !isLoopbackHost(new URL(env.PUBLIC_URL).hostname) &&
    !isLoopbackHost(env.HOST)
  ) {
    yield `PUBLIC_URL is unsafe: ${env.PUBLIC_URL} would carry sessions and keys in the clear. Off this machine it must be an https:// origin, with TLS ended by a proxy in front`
  }
}

function toSettings(env: Environment, mode: Mode, cwd: string, misspelt: readonly string[]): Settings {
  const warnings = [...misspelt]
  if (mode === 'serve' && env.DATABASE_URL === undefined) {
    warnings.push(
      'DATABASE_URL is not set: the embedded PostgreSQL under DATA_DIR is used. It serves this one process only; back DATA_DIR up.',
    )
  }
  if (mode === 'serve' && env.STORAGE === 'file' && env.DATABASE_URL !== undefined) {
    warnings.push(
      'STORAGE is file: models lie under DATA_DIR. Several nodes need one shared folder or STORAGE=s3.',
    )
  }
  if (env.ACCEL_REDIRECT !== undefined && env.TRUST_PROXY === 0) {
    warnings.push(
      'ACCEL_REDIRECT is set and TRUST_PROXY is 0: models arrive through an nginx that knows ACCEL_REDIRECT, and empty without one.',
    )
  }
  return {
    mode,
    databaseUrl: env.DATABASE_URL ?? null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? null,
    databaseNotifyUrl: env.DATABASE_NOTIFY_URL ?? null,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    dataDir: resolve(cwd, env.DATA_DIR),
    host: env.HOST,
    port: env.PORT,
    workers: env.WORKERS,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    authSecret: env.AUTH_SECRET ?? null,
    keyPepper: env.KEY_PEPPER ?? null,
    formerKeyPeppers: env.FORMER_KEY_PEPPERS,
    trustProxy: env.TRUST_PROXY,
    operatorToken: env.OPERATOR_TOKEN ?? null,
    leakReportKeys: env.LEAK_REPORT_KEYS,
    defaultPlan: env.DEFAULT_PLAN,
    writeLimitPerMinute: env.WRITE_LIMIT_PER_MINUTE,
    retention: {
      versionsDays: env.KEEP_VERSIONS_DAYS,
      auditDays: env.KEEP_AUDIT_DAYS,
      reportsDays: env.KEEP_REPORTS_DAYS,
      refusalsDays: env.KEEP_REFUSALS_DAYS,
      usageDays: env.KEEP_USAGE_DAYS,
    },
    idempotencyHours: env.IDEMPOTENCY_HOURS,
    quotas: completeQuotas({
      free: env.QUOTA_FREE ?? {},
      pro: env.QUOTA_PRO ?? {},
      business: env.QUOTA_BUSINESS ?? {},
      enterprise: env.QUOTA_ENTERPRISE ?? {},
    }),
    keyCacheTtlMs: env.KEY_CACHE_TTL_MS,
    authFailureLimit: env.AUTH_FAILURE_LIMIT,
    authFailureWindowSeconds: env.AUTH_FAILURE_WINDOW_SECONDS,
    redisUrl: env.REDIS_URL ?? null,
    maxModelBytes: env.MAX_MODEL_BYTES,
    modelOptimizers: env.MODEL_OPTIMIZERS,
    posterBrowser: env.POSTER_BROWSER ?? null,
    storage:
      env.STORAGE === 's3'
        ? {
            kind: 's3',
            endpoint: env.S3_ENDPOINT ?? '',
            region: env.S3_REGION ?? '',
            bucket: env.S3_BUCKET ?? '',
            accessKeyId: env.S3_ACCESS_KEY_ID,
            secretAccessKey: env.S3_SECRET_ACCESS_KEY,
            sessionToken: env.S3_SESSION_TOKEN,
          }
        : { kind: 'file' },
    accelRedirect: env.ACCEL_REDIRECT ?? null,
    signUp: env.SIGN_UP ?? (isLoopbackHost(env.HOST) ? 'open' : 'invited'),
    signUpDomains: env.SIGN_UP_DOMAINS ?? [],
    contactUrl: env.CONTACT_URL ?? null,
    communityUrl: env.COMMUNITY_URL ?? null,
    sourceUrl: env.SOURCE_URL,
    mail:
      env.SMTP_URL !== undefined && env.MAIL_FROM !== undefined
        ? { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }
        : null,
    logLevel: env.LOG_LEVEL ?? (mode === 'serve' ? 'info' : 'warn'),
    shutdownSeconds: env.SHUTDOWN_SECONDS,
    warnings,
  }
}

/** Whether only this machine can reach the host. */
function isLoopbackHost(host: string): boolean {
  const lower = host.toLowerCase()
  // A server may listen on any address of the loopback network, IPv6 without brackets.
  return isLocalhost(lower === '::1' ? `[${lower}]` : lower) || /^127\.\d+\.\d+\.\d+$/.test(lower)
}
