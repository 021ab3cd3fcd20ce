import * as authCore from '@vectreal/auth-core'
import * as normalize from '@vectreal/auth-core/normalize'
import { expect, test } from 'vitest'

test('the names that others import are these', () => {
  expect(Object.keys(authCore).toSorted()).toMatchInlineSnapshot(`
    [
      "DEFAULT_EXPIRY_DAYS",
      "DEFAULT_OVERLAP_HOURS",
      "ENTITLEMENTS",
      "EXPIRING_DAYS",
      "EXPIRY_DAYS",
      "MAX_OVERLAP_HOURS",
      "PLANS",
      "PLAN_LIMITS",
      "changeOverlap",
      "compileAllowlist",
      "countsTowardsLimit",
      "createVerifier",
      "decideAccess",
      "equalSecrets",
      "exampleOrigins",
      "expiryDate",
      "fitsPlan",
      "generateApiKey",
      "generateServiceToken",
      "hasEntitlement",
      "hashApiKey",
      "isLive",
      "keyStatus",
      "nextPlan",
      "normalizeAllowedDomains",
      "normalizeDomainPattern",
      "overlapEnd",
      "parseApiKey",
      "parseAuthorization",
      "parseDomainPattern",
      "parseServiceToken",
      "previewOf",
      "resolveRequestOrigin",
      "rotationRefusal",
      "suggestAcceptedPattern",
      "suggestedPattern",
    ]
  `)
  expect(Object.keys(normalize).toSorted()).toMatchInlineSnapshot(`
    [
      "normalizeAllowedDomains",
      "normalizeDomainPattern",
      "suggestAcceptedPattern",
    ]
  `)
})
