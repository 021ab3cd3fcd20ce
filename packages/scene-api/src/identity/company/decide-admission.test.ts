import { describe, expect, test } from 'vitest'
import { type AdmissionFacts, decideAdmission, type KnownPerson } from './decide-admission.js'

const facts: AdmissionFacts = {
  domain: 'acme.example',
  isEntitled: true,
  isSuspended: false,
  isFull: false,
  isRightNonce: true,
  email: 'ann@acme.example',
  emailVerified: undefined,
  person: null,
  signUp: { mode: 'invited', domains: [] },
}
const person: KnownPerson = { isMember: true, isVerified: true, link: 'same' }

test('lets a new person in, who becomes a member', () => {
  expect(decideAdmission(facts)).toEqual({ ok: true, claims: false, joins: true })
})

describe('refuses', () => {
  test.each<[string, Partial<AdmissionFacts>]>([
    ['wrong_nonce', { isRightNonce: false }],
    ['entitlement_required', { isEntitled: false }],
    ['email_domain_not_allowed', { email: 'ann@sub.acme.example' }],
    ['email_domain_not_allowed', { email: 'ann@acme.example.evil.test' }],
    ['email_domain_not_allowed', { email: 'ann@acme.example@evil.test' }],
    ['email_domain_not_allowed', { email: 'acme.example' }],
    ['address_not_verified', { emailVerified: false }],
    ['address_not_verified', { emailVerified: 'false' }],
    ['address_not_verified', { emailVerified: null }],
    ['other_identity', { person: { ...person, link: 'other' } }],
    ['organization_suspended', { isSuspended: true }],
    ['organization_full', { isFull: true }],
    ['sign_up_closed', { signUp: { mode: 'closed', domains: [] } }],
    ['email_domain_not_allowed', { signUp: { mode: 'open', domains: ['other.example'] } }],
  ])('with %s: %j', (code, change) => {
    expect(decideAdmission({ ...facts, ...change })).toEqual({ ok: false, code })
  })
})

test.each([true, 'true'])('takes email_verified %j', (emailVerified) => {
  expect(decideAdmission({ ...facts, emailVerified })).toMatchObject({ ok: true })
})

test('lets members in whatever holds for new ones', () => {
  const closed = { mode: 'closed', domains: [] } as const
  const admission = decideAdmission({ ...facts, person, isSuspended: true, isFull: true, signUp: closed })
  expect(admission).toEqual({ ok: true, claims: false, joins: false })
})

test.each<[boolean, Partial<KnownPerson>]>([
  [true, { isMember: false, isVerified: false }],
  [false, { isMember: false, isVerified: true }],
  [false, { isMember: true, isVerified: false }],
])('takes what a stranger may have set up: %s for %j', (claims, change) => {
  expect(decideAdmission({ ...facts, person: { ...person, link: 'none', ...change } })).toMatchObject({
    claims,
  })
})
