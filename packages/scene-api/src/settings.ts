/** What `createSceneApi` takes. */
import { Resolver } from 'node:dns/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Pepper, type Plan, PLAN_QUOTAS, type PlanQuotas } from '@vectreal/auth-core'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from './clock.js'
import type { Peers } from './peers.js'
import type { Pooling } from './db/session.js'
import type { BlobStorage } from './storage/blob-storage.js'

/** Who may make an account: everybody, whoever has a pending invitation, or nobody. */
/** Resolves the TXT records of a name, each in its chunks. Rejects where there are none. */
export type ResolveTxt = (name: string) => Promise<string[][]>

/** Who may sign up: everybody, whoever was invited, or nobody. */
export type SignUpMode = 'open' | 'invited' | 'closed'

/** A mail to one person, in plain text. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Whose mail it is, where that is not the reader: mails of one sender wait for each other. */
  readonly sender?: string
}

/** For how many days what is kept; null: for ever. */
export interface Retention {
  /**
   * Versions beyond the number that the plan keeps. The number itself always stays, and so does the version in use.
   */
  readonly versionsDays: number | null
  /** Audit entries; 365 days at least. The newest of an organization always stays. */
  readonly auditDays: number | null
  /** Failures that visitors' browsers reported. */
  readonly reportsDays: number | null
  /** Refused embeds by day, origin and code. */
  readonly refusalsDays: number | null
  /** Loads and refusals of keys by day and origin. */
  readonly usageDays: number | null
}

/** The settings of a server, defaults filled in. */
export interface SceneApiSettings {
  /** Origin under which people and pages reach this server, e.g. `https://scenes.example.com`. */
  readonly publicUrl: string
  /** At least 32 characters; signs sessions and page tokens. */
  readonly authSecret: string
  /** Proxies in front whose forwarding headers are believed. */
  readonly trustProxy: number
  /** How long a verified key may be served from memory; 0 turns the cache off. */
  readonly keyCacheTtlMs: number
  /** Refused embed requests that one client may send in a window before it gets 429. */
  readonly authFailureLimit: number
  readonly authFailureWindowSeconds: number
  /** Where refused requests are counted for all nodes together. Unset: in PostgreSQL. */
  readonly redisUrl?: string
  /** Larger uploads are refused with `model_too_large`. */
  readonly maxModelBytes: number
  /** Unset: operator routes respond with 404. */
  readonly operatorToken?: string
  /** PEM of the public keys that partners sign reports of leaks with, by their ids. */
  readonly leakReportKeys: Readonly<Record<string, string>>
  /** Plan of a new organization. */
  readonly defaultPlan: Plan
  /** Changes that one person or service token may send in a minute; their organization three times as many. */
  readonly writeLimitPerMinute: number
  readonly retention: Retention
  /** How long a request with an `Idempotency-Key` can be repeated. */
  readonly idempotencyHours: number
  /** What each plan bounds beside keys. */
  readonly quotas: Readonly<Record<Plan, PlanQuotas>>
  /** Who may make an account: everybody, whoever has a pending invitation, or nobody. */
  readonly signUp: SignUpMode
  /** Mail domains that may sign up, exactly these hosts; empty: any. */
  readonly signUpDomains: readonly string[]
  /** Where people ask for an account, a larger plan or help. */
  readonly contactUrl?: string
  readonly communityUrl?: string
  /**
   * True only where no other process uses the database, other than `peers`: revocations then need not wait out the cache.
   */
  readonly singleProcess: boolean
  /** Hashes tokens with HMAC-SHA-256 under this secret; the id is stored beside each hash. */
  /** Whether a connection stays the same from one transaction to the next, which a pooler may not grant. */
  readonly databasePooling: Pooling
  /** A URL to listen for notifications on, past a pooler. Unset: where everything else goes. */
  readonly notifyUrl?: string
  readonly pepper?: Pepper
  /** Peppers of before: tokens that were hashed under one of them, or under none, go on working. */
  readonly formerPeppers?: readonly Pepper[]
  /** Models that this process optimises at once, each in a process of its own; 0: none. */
  readonly modelOptimizers: number
  /** Executable of a Chromium that draws posters of models which programs upload. Unset: the server makes none. */
  readonly posterBrowser?: string
  /** Where uploads wait for their validation; default: a folder in the system's temporary one. */
  readonly uploadFolder: string
  /** Folder of embed-sdk's browser files, served under `/embed/`. */
  readonly embedFiles?: string
  /** Memory of this process for models and posters that are asked for again and again, in bytes; 0: none. */
  readonly hotBlobBytes: number
  /**
   * A path below which the proxy in front serves the store, such as `/internal/`: models and posters are then sent with
   * `X-Accel-Redirect`, and the proxy sends their bytes. Unset: this process does.
   */
  readonly accelRedirect?: string
  /** By which organizations prove their domains. */
  readonly resolveTxt: ResolveTxt
  /** How long somebody waits for an organization's own provider at sign-in, in milliseconds. */
  readonly providerPatienceMs: number
  /** Delivers invitations and password resets. Unset: no password reset; invitations are links to hand on. */
  readonly sendMail?: (mail: Mail) => Promise<void>
}

/** Milliseconds. */
const DNS_PATIENCE = { timeout: 3000, tries: 2 } as const

export const DEFAULT_SETTINGS = {
  trustProxy: 0,
  keyCacheTtlMs: 1000,
  authFailureLimit: 60,
  authFailureWindowSeconds: 60,
  maxModelBytes: 256 * 1024 * 1024,
  hotBlobBytes: 64 * 1024 * 1024,
  leakReportKeys: {},
  defaultPlan: 'free',
  writeLimitPerMinute: 1200,
  retention: { versionsDays: null, auditDays: null, reportsDays: 180, refusalsDays: 400, usageDays: 1100 },
  idempotencyHours: 24,
  quotas: PLAN_QUOTAS,
  signUp: 'open',
  signUpDomains: [],
  singleProcess: false,
  providerPatienceMs: 30_000,
  resolveTxt: (name) => new Resolver(DNS_PATIENCE).resolveTxt(name),
  databasePooling: 'session',
  modelOptimizers: 1,
  uploadFolder: join(tmpdir(), 'vectreal-uploads'),
} as const satisfies Partial<SceneApiSettings>

type Defaulted = keyof typeof DEFAULT_SETTINGS

/**
 * What `createSceneApi` takes: the settings without a default, the ports it works over, and one way to the
 * database.
 */
export type SceneApiOptions = Omit<SceneApiSettings, Defaulted> &
  Partial<Pick<SceneApiSettings, Defaulted>> & {
    readonly storage: BlobStorage
    readonly clock?: Clock
    readonly logger?: Logger
    /** Connections for management; embeds have six of their own. Default 20. */
    readonly poolSize?: number | undefined
    /** The other processes of this server, where it has several. */
    readonly peers?: Peers | undefined
    /** Runs clean-up and reminders in this process. Default true. */
    readonly maintenance?: boolean
    /** Serves a page for each error code under `/docs/errors`; false: you serve them yourself. Default true. */
    readonly errorPages?: boolean
  } & (
    | { readonly databaseUrl: string; readonly pool?: never }
    | { readonly pool: Pool; readonly databaseUrl?: never }
  )
