import * as authCore from '@vectreal/auth-core'
import * as audit from '@vectreal/auth-core/audit'
import * as normalize from '@vectreal/auth-core/normalize'
import * as sitePresets from '@vectreal/auth-core/site-presets'
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
      "PLAN_QUOTAS",
      "changeOverlap",
      "compileAllowlist",
      "countsTowardsLimit",
      "createVerifier",
      "decideAccess",
      "equalSecrets",
      "expiryDate",
      "fitsPlan",
      "fitsQuota",
      "generateApiKey",
      "generateServiceToken",
      "generateSigningKey",
      "hasEntitlement",
      "hashApiKey",
      "isLive",
      "isVisitorToken",
      "keyStatus",
      "nextPlan",
      "normalizeAllowedDomains",
      "normalizeDomainPattern",
      "organizationLimitPlan",
      "overlapEnd",
      "parseApiKey",
      "parseAuthorization",
      "parseDomainPattern",
      "parseServiceToken",
      "parseVisitorToken",
      "previewOf",
      "resolveRequestOrigin",
      "rotationRefusal",
      "suggestAcceptedPattern",
      "suggestedPattern",
    ]
  `)
  expect(Object.keys(audit).toSorted()).toEqual([
    'GENESIS_HASH',
    'auditEntryText',
    'auditHeadText',
    'canonicalJson',
  ])
  expect(Object.keys(normalize).toSorted()).toMatchInlineSnapshot(`
    [
      "exampleOrigins",
      "normalizeAllowedDomains",
      "normalizeDomainPattern",
      "suggestAcceptedPattern",
    ]
  `)
  expect(Object.keys(sitePresets).toSorted()).toEqual(['SITE_PRESETS', 'presetEntries'])
})
