/** Sign-in of an organization's people at its own OpenID provider. */
import { companySignInSchema, setCompanySignInSchema } from '../schemas/company-sign-in.js'
import { operation } from './operation.js'

export const readCompanySignIn = operation({
  id: 'readCompanySignIn',
  method: 'get',
  path: '/api/organizations/{org}/company-sign-in',
  tag: 'Settings',
  summary: 'Read where your people sign in',
  permission: 'companySignIn:read',
  sessionOnly: true,
  success: { status: 200, description: 'The provider, without its secret', schema: companySignInSchema },
})

export const setCompanySignIn = operation({
  id: 'setCompanySignIn',
  method: 'put',
  path: '/api/organizations/{org}/company-sign-in',
  tag: 'Settings',
  summary: 'Set where your people sign in',
  description:
    'The provider is asked for its OpenID configuration at once. Another issuer, client or domain ends the sessions that the ' +
    'provider opened and forgets who is who there; another domain has to be proved. The secret is kept encrypted and never shown.',
  permission: 'companySignIn:write',
  sessionOnly: true,
  confirm: true,
  body: setCompanySignInSchema,
  success: { status: 200, description: 'The provider, without its secret', schema: companySignInSchema },
  errors: ['entitlement_required'],
})

export const proveCompanyDomain = operation({
  id: 'proveCompanyDomain',
  method: 'post',
  path: '/api/organizations/{org}/company-sign-in/prove-domain',
  tag: 'Settings',
  summary: 'Prove the domain of your people',
  description:
    'Looks for the TXT record that `GET …/company-sign-in` names. 409 `domain_not_proved`: it is not there (new records can take a ' +
    'while); `record` names it. 409 `conflict`: another organization has proved the domain and its record still stands.',
  permission: 'companySignIn:write',
  sessionOnly: true,
  confirm: true,
  success: { status: 200, description: 'The provider, with its domain proved', schema: companySignInSchema },
  errors: ['conflict', 'domain_not_proved', 'entitlement_required'],
})

export const removeCompanySignIn = operation({
  id: 'removeCompanySignIn',
  method: 'delete',
  path: '/api/organizations/{org}/company-sign-in',
  tag: 'Settings',
  summary: 'Remove where your people sign in',
  description:
    'Ends the sessions that the provider opened. Its people stay members; those without a password choose one by a reset.',
  permission: 'companySignIn:write',
  sessionOnly: true,
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Removed' },
})
