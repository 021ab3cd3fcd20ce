/** Verification of one request from header to decision, over ports that the caller provides. */
import type { Allowlist } from './allowlist.js'
import { createAllowlistPool } from './allowlist-pool.js'
import { hashApiKey, parseApiKey } from './api-key.js'
import { parseAuthorization, type AuthorizationFlaw } from './authorization.js'
import {
  decideAccess,
  type AccessFacts,
  type AccessRecord,
  type Decision,
  type FramedOrigin,
  type Refused,
} from './decide-access.js'
import { createLeaseCache } from './lease-cache.js'
import { createLeaseRenewal, type AccessChange, type ChangeList } from './lease-renewal.js'
import type { RateLimit, Refusal } from './refusal.js'
import type { RequestOrigin } from './request-origin.js'
import { createSignedTokens } from './signed-tokens.js'
import { isSignedBy } from './signature.js'
import { suggestedPattern } from './suggested-pattern.js'
import { isVisitorToken, parseVisitorToken, type VisitorClaims, type VisitorToken } from './visitor-token.js'

const RETRY_AFTER_SECONDS = 1
const MAX_ALLOWLISTS = 1000
/** An id is far shorter; longer ones are looked up but take no room. */
const MAX_CACHED_ID_LENGTH = 128

/** A value at once, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>

/** Where keys, scenes and allowlists are kept. */
export interface KeyStore<Payload = unknown> {
  /**
   * Everything about one token and one scene, read in one go after the call. Returns nulls for what is not
   * there; throws where it cannot tell.
   */
  findAccess(tokenHash: string, sceneId: string): Promise<AccessRecord<Payload>>
  /**
   * The same for a visitor token: `key` is the signing key of that id, with its `publicKey`. Without it, every visitor
   * token is refused with `unknown_key`.
   */
  findVisitorAccess?(signingKeyId: string, sceneId: string): Promise<AccessRecord<Payload>>
  /** The same for the key of that id, of either kind. Without it, `verifyAgain` refuses everything with `unknown_key`. */
  findAccessOfKey?(keyId: string, sceneId: string): Promise<AccessRecord<Payload>>
  /**
   * What has changed since a mark that an earlier call returned, read in one go after the call; since null, only
   * a mark. Every change of what `findAccess` found is named that a lookup before the mark may have missed and
   * one now would see, with no more delay than `findAccess` has; what was not there and now is need not be named.
   * It may forget changes a minute after they were made. Without it, each key is looked up once in every TTL.
   */
  findChanges?(since: string | null): Promise<ChangeList>
}

/** Counts refused requests per client. Null lets the client go on. */
export interface FailureLimiter {
  /** Asked before anything else is looked at. */
  check(client: string): MaybePromise<RateLimit | null>
  /** Counts one refusal; a limit that it returns takes its place, so that parallel requests gain nothing. */
  recordFailure(client: string): MaybePromise<RateLimit | null | void>
}

/** The wall clock; tests pass one that stands still. */
export interface Clock {
  now(): Date
}

/** One request for a scene. */
export interface VerifyRequest {
  /** The `Authorization` header, or all of them. */
  readonly authorization: string | readonly string[] | undefined | null
  /** From `resolveRequestOrigin`; `{ kind: 'framed', … }` for the platform's own iframe page. */
  readonly origin: RequestOrigin | FramedOrigin
  readonly sceneId: string
  /** Under which failures are counted, such as the client's address; null counts none. */
  readonly client: string | null
}

/**
 * A request without a token that follows from one that was granted: whoever sends it has proved that, for instance by
 * a URL that the server has signed.
 */
export interface FollowUpRequest extends Omit<VerifyRequest, 'authorization'> {
  /** `keyId` of what was granted. */
  readonly keyId: string
  /** `claims` of what was granted. */
  readonly claims?: VisitorClaims | undefined
}

/** What `createVerifier` takes: the ports it works over, and how long it may remember. */
export interface VerifierOptions<Payload> {
  readonly store: KeyStore<Payload>
  /** Absent: nobody is limited. */
  readonly limiter?: FailureLimiter | undefined
  /** Wall clock, for expiry. */
  readonly clock?: Clock | undefined
  /** Milliseconds that never jump, for leases. Default `performance.now`. */
  readonly monotonicNow?: (() => number) | undefined
  /** Default SHA-256. Several hashes (peppers old and new) are tried in order. */
  readonly hash?: ((token: string) => MaybePromise<string | readonly string[]>) | undefined
  /**
   * How long a lookup may be used, counted from its beginning or from that of the latest question to the store
   * whose response did not name it. Whoever revokes waits this long between the
   * commit and the response; then no verifier anywhere accepts the key. 0: every request looks up.
   */
  readonly ttlMs: number
  /** Bounds memory. Default 10,000. */
  readonly maxEntries?: number | undefined
  /** What `domain_not_allowed` proposes. Default `suggestedPattern`. */
  readonly suggestPattern?: ((origin: string) => string | null) | undefined
}

/** Decides requests for scenes and remembers lookups for their lease. */
export interface Verifier<Payload = unknown> {
  /** Never rejects. Returns without a promise where everything it needs is at hand. */
  verify(request: VerifyRequest): MaybePromise<Decision<Payload>>
  /** The same checks once more, all but the token's own: the key, scene and allowlist as they are now. Never rejects. */
  verifyAgain(request: FollowUpRequest): MaybePromise<Decision<Payload>>
  /** Forgets what a change concerns; without an argument, everything. */
  invalidate(change?: AccessChange): void
  /** How many lookups are kept. */
  readonly size: number
}

interface Found<Payload> extends Omit<AccessRecord<Payload>, 'allowlist'> {
  readonly allowlist: Allowlist | null
}

/**
 * Verifies requests over a store: header, key, lookup or lease, the three layers, the count of failures.
 *
 * @throws TypeError where `ttlMs` or `maxEntries` is out of range
 */
export function createVerifier<Payload = unknown>(options: VerifierOptions<Payload>): Verifier<Payload> {
  const { store, limiter, ttlMs, maxEntries = 10_000, suggestPattern = suggestedPattern } = options
  const { hash = (token: string) => hashApiKey(token), monotonicNow = () => performance.now() } = options
  const clock = options.clock ?? { now: () => new Date() }
  if (!(ttlMs >= 0 && Number.isFinite(ttlMs))) throw new TypeError(`ttlMs is ${ttlMs}: give 0 or more`)
  if (!(Number.isInteger(maxEntries) && maxEntries >= 1)) {
    throw new TypeError(`maxEntries is ${maxEntries}: give a whole number from 1`)
  }
  const allowlists = createAllowlistPool(MAX_ALLOWLISTS)
  const cache = createLeaseCache<Found<Payload>>({
    ttlMs,
    maxEntries,
    monotonicNow,
    isNegative: ({ key, scene }) => key === null || scene === null,
  })

  const signedTokens = createSignedTokens(maxEntries, () => clock.now())

  const findChanges = store.findChanges?.bind(store)
  const renewLeases =
    findChanges === undefined || ttlMs === 0
      ? null
      : createLeaseRenewal({ findChanges, ttlMs, monotonicNow, drop: forget, renew: cache.renew })

  const verify = (request: VerifyRequest) => limit(request.client, () => decideByHeader(request))
  const verifyAgain = (request: FollowUpRequest) => limit(request.client, () => decideAgain(request))

  /** Asks the limiter, decides, and counts a refusal. */
  function limit(
    client: string | null,
    decideNow: () => MaybePromise<Decision<Payload>>,
  ): MaybePromise<Decision<Payload>> {
    try {
      const limited = client === null ? null : (limiter?.check(client) ?? null)
      const decision = chain(limited, (over) =>
        over === null
          ? chain(decideNow(), (decided) => (decided.ok ? decided : count(decided, client)))
          : rateLimited(over),
      )
      return isPromise(decision) ? decision.catch(unavailable) : decision
    } catch (error) {
      return unavailable(error)
    }
  }

  function decideAgain(request: FollowUpRequest): MaybePromise<Decision<Payload>> {
    const { keyId, sceneId, claims } = request
    if (store.findAccessOfKey === undefined) return decide(request, null, NOTHING)
    const { findAccessOfKey } = store
    const found = find(`id:${keyId}`, sceneId, () => findAccessOfKey.call(store, keyId, sceneId))
    return chain(found, (facts) =>
      decide(request, null, facts, claims === undefined ? null : { claims, isSigned: true }),
    )
  }

  function decideByHeader(request: VerifyRequest): MaybePromise<Decision<Payload>> {
    const header = parseAuthorization(request.authorization)
    if (!header.ok) return decide(request, header.code, NOTHING)
    if (isVisitorToken(header.token)) return decideByVisitorToken(header.token, request)
    const parsed = parseApiKey(header.token)
    if (!parsed.ok) return decide(request, 'malformed_token', NOTHING)
    return chain(hash(parsed.token), (hashes) =>
      typeof hashes === 'string' ? tryOne(hashes, request) : tryEach(hashes, request),
    )
  }

  function decideByVisitorToken(text: string, request: VerifyRequest): MaybePromise<Decision<Payload>> {
    return chain(hash(text), (hashes) => {
      const tokenHash = typeof hashes === 'string' ? hashes : (hashes[0] ?? '')
      const known = signedTokens.find(tokenHash)
      const token = known?.token ?? parseVisitorToken(text, clock.now())
      if (token === null) return decide(request, 'malformed_token', NOTHING)
      return chain(findSigner(token, request.sceneId), (found) => {
        const publicKey = found.key?.publicKey
        if (publicKey === undefined) return decide(request, null, NOTHING)
        const { claims } = token
        if (known?.publicKey === publicKey) return decide(request, null, found, { claims, isSigned: true })
        return isSignedBy(publicKey, token).then((isSigned) => {
          if (isSigned) signedTokens.remember(tokenHash, { token, publicKey })
          return decide(request, null, found, { claims, isSigned })
        })
      })
    })
  }

  function findSigner({ claims }: VisitorToken, sceneId: string): MaybePromise<Found<Payload>> {
    const { kid } = claims
    if (store.findVisitorAccess === undefined) return NOTHING
    const { findVisitorAccess } = store
    return find(`kid:${kid}`, sceneId, () => findVisitorAccess.call(store, kid, sceneId))
  }

  function tryOne(tokenHash: string, request: VerifyRequest): MaybePromise<Decision<Payload>> {
    return chain(findKey(tokenHash, request.sceneId), (found) => decide(request, null, found))
  }

  async function tryEach(hashes: readonly string[], request: VerifyRequest): Promise<Decision<Payload>> {
    for (const tokenHash of hashes) {
      const found = await findKey(tokenHash, request.sceneId)
      if (found.key !== null) return decide(request, null, found)
    }
    return decide(request, null, NOTHING)
  }

  function findKey(tokenHash: string, sceneId: string): MaybePromise<Found<Payload>> {
    return find(tokenHash, sceneId, () => store.findAccess(tokenHash, sceneId))
  }

  /** `credential` names what is looked up: the hash of a token, or a signing key. */
  function find(
    credential: string,
    sceneId: string,
    findAccess: () => Promise<AccessRecord<Payload>>,
  ): MaybePromise<Found<Payload>> {
    const look = async (): Promise<Found<Payload>> => {
      const { key, scene, allowlist } = await findAccess()
      return { key, scene, allowlist: allowlist === null ? null : allowlists.compile(allowlist) }
    }
    if (sceneId.length > MAX_CACHED_ID_LENGTH) return look()
    renewLeases?.()
    const cacheKey = `${credential} ${sceneId}`
    return cache.get(cacheKey) ?? cache.load(cacheKey, look)
  }

  function decide(
    { origin }: Pick<VerifyRequest, 'origin'>,
    tokenFlaw: AuthorizationFlaw | null,
    { key, scene, allowlist }: Found<Payload>,
    visitor: AccessFacts['visitor'] = null,
  ): Decision<Payload> {
    return decideAccess({
      tokenFlaw,
      key,
      visitor,
      scene,
      allowlist,
      origin,
      now: clock.now(),
      suggestPattern,
    })
  }

  /** A count that fails takes nothing back: the refusal stands, with the failure for the log. */
  function count(refused: Refused, client: string | null): MaybePromise<Refused> {
    if (limiter === undefined || client === null) return refused
    const uncounted = (cause: unknown): Refused => ({ ...refused, cause })
    try {
      const counted = chain(limiter.recordFailure(client), (over) =>
        over ? { ...refused, refusal: limitRefusal(over) } : refused,
      )
      return isPromise(counted) ? counted.catch(uncounted) : counted
    } catch (error) {
      return uncounted(error)
    }
  }

  function forget(changes: readonly AccessChange[]): void {
    const keyIds = new Set(changes.map(({ keyId }) => keyId))
    const organizationIds = new Set(changes.map(({ organizationId }) => organizationId))
    const sceneIds = new Set(changes.map(({ sceneId }) => sceneId))
    const projectIds = new Set(changes.map(({ projectId }) => projectId))
    cache.drop(
      (_key, { key, scene }) =>
        // What was not there may have come to be.
        key === null ||
        scene === null ||
        keyIds.has(key.id) ||
        organizationIds.has(key.organizationId) ||
        sceneIds.has(scene.id) ||
        projectIds.has(scene.projectId),
    )
  }

  function invalidate(change?: AccessChange): void {
    if (change === undefined) cache.drop(() => true)
    else forget([change])
  }

  return {
    verify,
    verifyAgain,
    invalidate,
    get size() {
      return cache.size
    },
  }
}

const NOTHING = { key: null, scene: null, allowlist: null } as const

function rateLimited(rateLimit: RateLimit): Refused {
  return { ok: false, refusal: limitRefusal(rateLimit), keyId: null, organizationId: null, projectId: null }
}

function limitRefusal(rateLimit: RateLimit): Refusal {
  return { code: 'rate_limited', layer: null, rateLimit }
}

function unavailable(cause: unknown): Refused {
  const refusal: Refusal = {
    code: 'temporarily_unavailable',
    layer: null,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  }
  return { ok: false, refusal, cause, keyId: null, organizationId: null, projectId: null }
}

/** `await` that does not wait for what is there already. */
function chain<A, B>(value: MaybePromise<A>, step: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return isPromise(value) ? value.then(step) : step(value)
}

function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
