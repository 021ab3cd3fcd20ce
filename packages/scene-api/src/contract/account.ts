/** What people do with their own account. */
import {
  addressChangeSchema,
  addressTokenSchema,
  changeAddressSchema,
  confirmationSchema,
  confirmedSchema,
  deviceListSchema,
  factorsSchema,
  passkeyQuestionSchema,
} from '../schemas/account.js'
import { operation } from './operation.js'

const tag = 'Account'

const path = '/api/account/sessions'

export const changeAddress = operation({
  id: 'changeAddress',
  method: 'post',
  path: '/api/account/address',
  tag,
  summary: 'Change your email address',
  description:
    'Where the server sends mail, a link goes to the new address and works for an hour; until it is used, nothing changes. ' +
    'Elsewhere the address changes at once. The old address is told either way, and your other sessions end with the change.',
  confirm: true,
  body: changeAddressSchema,
  ownSignIn: true,
  success: { status: 200, description: 'Whether a link has to be used first', schema: addressChangeSchema },
  errors: ['conflict', 'email_domain_not_allowed', 'rate_limited'],
  permission: 'person',
})

export const confirmAddress = operation({
  id: 'confirmAddress',
  method: 'post',
  path: '/api/account/address/confirm',
  tag,
  summary: 'Confirm a new email address',
  description: 'Takes the token of the link, once, from the person who asked for it.',
  body: addressTokenSchema,
  ownSignIn: true,
  success: { status: 204, description: 'The address is changed' },
  errors: ['conflict', 'email_domain_not_allowed'],
  permission: 'person',
})

export const confirmAccount = operation({
  id: 'confirmAccount',
  method: 'post',
  path: '/api/account/confirm',
  tag,
  summary: 'Confirm it’s you',
  description:
    'What 403 `confirmation_required` asks for; `methods` in that response says what this person has. The proof counts for ' +
    '15 minutes in this session. Signing in counts as well.',
  body: confirmationSchema,
  success: { status: 200, description: 'The proof is noted', schema: confirmedSchema },
  errors: ['rate_limited'],
  permission: 'person',
})

export const askForPasskey = operation({
  id: 'askForPasskey',
  method: 'post',
  path: '/api/account/confirm/passkey',
  tag,
  summary: 'Ask for a passkey to confirm with',
  description:
    'Options for `navigator.credentials.get()`. Send what it makes as `passkey` to `POST /api/account/confirm` within five minutes.',
  success: { status: 200, description: 'The options', schema: passkeyQuestionSchema },
  permission: 'person',
})

export const deleteAccount = operation({
  id: 'deleteAccount',
  method: 'delete',
  path: '/api/account',
  tag: 'Account',
  summary: 'Delete your account',
  description:
    'You leave your organizations, and your sessions, factors and password go. API keys belong to the organizations: they ' +
    'stay, and name you. 409 with `organizations`: you are the last owner there; make somebody else owner or delete them first.',
  confirm: true,
  ownSignIn: true,
  success: { status: 204, description: 'The account is gone' },
  errors: ['conflict'],
  permission: 'person',
})

export const readFactors = operation({
  id: 'readFactors',
  method: 'get',
  path: '/api/account/factors',
  tag: 'Account',
  summary: 'Read what you sign in with',
  success: { status: 200, description: 'Password, authenticator app and passkeys', schema: factorsSchema },
  permission: 'person',
})

export const listOwnSessions = operation({
  id: 'listOwnSessions',
  method: 'get',
  path,
  tag,
  summary: 'List where you are signed in',
  success: { status: 200, description: 'Every session, the latest first', schema: deviceListSchema },
  permission: 'person',
})

export const endSession = operation({
  id: 'endSession',
  method: 'delete',
  path: `${path}/{session}`,
  tag,
  summary: 'Sign one device out',
  success: { status: 204, description: 'It is signed out' },
  permission: 'person',
})

export const endOtherOwnSessions = operation({
  id: 'endOtherOwnSessions',
  method: 'post',
  path: `${path}/end-others`,
  tag,
  summary: 'Sign all other devices out',
  description: 'Also forgets remembered devices, and ends links that were mailed to you and not used.',
  success: { status: 204, description: 'This session is the only one' },
  permission: 'person',
})
