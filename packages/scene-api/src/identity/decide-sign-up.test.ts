import { describe, expect, test } from 'vitest'
import { decideSignUp, type SignUpFacts } from './decide-sign-up.js'

const facts: SignUpFacts = { mode: 'open', domains: [], email: 'ada@example.com', isInvited: false }
const decide = (given: Partial<SignUpFacts>) => decideSignUp({ ...facts, ...given })

describe('who may sign up', () => {
  test.each<[SignUpFacts['mode'], boolean, string | null]>([
    ['open', false, null],
    ['open', true, null],
    ['invited', false, 'invitation_required'],
    ['invited', true, null],
    ['closed', false, 'sign_up_closed'],
    ['closed', true, 'sign_up_closed'],
  ])('%s, invited %s: %s', (mode, isInvited, refusal) => {
    expect(decide({ mode, isInvited })).toBe(refusal)
  })
})

describe('with a list of domains', () => {
  const domains = ['example.com', 'xn--mller-kva.example']
  test.each([
    ['the domain itself', 'ada@example.com', null],
    ['any case', 'ada@Example.COM', null],
    ['a final dot', 'ada@example.com.', null],
    ['a name in Unicode', 'ada@müller.example', null],
    ['a quoted @ before it', '"a@evil.test"@example.com', null],
    ['a subdomain', 'ada@mail.example.com', 'email_domain_not_allowed'],
    ['a domain that ends the same', 'ada@notexample.com', 'email_domain_not_allowed'],
    ['a domain that goes on', 'ada@example.com.evil.test', 'email_domain_not_allowed'],
    ['no domain', 'ada', 'email_domain_not_allowed'],
  ])('%s: %s', (_name, email, refusal) => {
    expect(decide({ domains, email })).toBe(refusal)
  })
  test('an invitation does not let in another domain', () => {
    expect(decide({ domains, mode: 'invited', isInvited: true, email: 'ada@other.test' })).toBe(
      'email_domain_not_allowed',
    )
  })
})
