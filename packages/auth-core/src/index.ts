export { compileAllowlist } from './allowlist.js'
export type { Allowlist, AllowlistMatch, AllowlistSettings, MatchReason } from './allowlist.js'
export {
  equalSecrets,
  generateApiKey,
  generateServiceToken,
  hashApiKey,
  parseApiKey,
  parseServiceToken,
  previewOf,
} from './api-key.js'
export type { ParsedToken, Pepper, TokenFlaw, TokenKind } from './api-key.js'
export { parseAuthorization } from './authorization.js'
export type { AuthorizationFlaw, ParsedAuthorization } from './authorization.js'
export { decideAccess } from './decide-access.js'
export type {
  AccessFacts,
  AccessRecord,
  Attribution,
  Decision,
  FramedOrigin,
  Granted,
  KeyRecord,
  Refused,
  SceneRecord,
} from './decide-access.js'
export { parseDomainPattern } from './domain-pattern.js'
export type { DomainPattern, LabelWildcard } from './domain-pattern.js'
export {
  DEFAULT_EXPIRY_DAYS,
  EXPIRING_DAYS,
  EXPIRY_DAYS,
  expiryDate,
  isLive,
  keyStatus,
} from './key-status.js'
export type { ExpiryDays, KeyDates, KeyStatus } from './key-status.js'
export { normalizeAllowedDomains, normalizeDomainPattern, suggestAcceptedPattern } from './normalize.js'
export type {
  EntryError,
  NormalizedAllowlist,
  NormalizedPattern,
  PatternFlaw,
  PatternWarning,
} from './normalize.js'
export {
  countsTowardsLimit,
  ENTITLEMENTS,
  fitsPlan,
  fitsQuota,
  hasEntitlement,
  nextPlan,
  organizationLimitPlan,
  PLAN_LIMITS,
  PLAN_QUOTAS,
  PLANS,
} from './plan.js'
export type { AccessChange, ChangeList } from './lease-renewal.js'
export type { Entitlement, Plan, PlanQuotas } from './plan.js'
export type { Layer, RateLimit, Refusal, RefusalCode } from './refusal.js'
export { resolveRequestOrigin } from './request-origin.js'
export type { HeadersLike, OriginHeaders, RequestOrigin } from './request-origin.js'
export {
  changeOverlap,
  DEFAULT_OVERLAP_HOURS,
  MAX_OVERLAP_HOURS,
  overlapEnd,
  rotationRefusal,
} from './rotation.js'
export type { OverlapChange, RotationFacts, RotationRefusal } from './rotation.js'
export { suggestedPattern } from './suggested-pattern.js'
export { generateSigningKey } from './signature.js'
export { createVerifier } from './verifier.js'
export type {
  Clock,
  FailureLimiter,
  KeyStore,
  MaybePromise,
  Verifier,
  VerifierOptions,
  FollowUpRequest,
  VerifyRequest,
} from './verifier.js'
export { isVisitorToken, parseVisitorToken } from './visitor-token.js'
export type { VisitorClaims, VisitorToken } from './visitor-token.js'
