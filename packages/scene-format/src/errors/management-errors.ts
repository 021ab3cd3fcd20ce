import type { ManagementErrorEntry } from './error-code-entry.js'

/** What the management API refuses requests with, beside what embeds are refused with. */
export const MANAGEMENT_ERRORS = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    meaning: 'A field, parameter or header does not have the required form. "errors" names each one.',
    remedy: 'Correct the fields that "errors" names and send the request again.',
    retryable: false,
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    meaning: 'The request carries neither a session nor a valid service token.',
    remedy:
      'Sign in, or send "Authorization: Bearer vctrlsvc_…". An embed key does not open the management API.',
    retryable: false,
  },
  sign_up_closed: {
    status: 403,
    title: 'Sign-up is closed',
    meaning: 'Whoever runs this server has closed sign-up. Existing accounts keep working.',
    remedy: 'Ask whoever runs the server.',
    retryable: false,
  },
  invitation_required: {
    status: 403,
    title: 'Sign-up is by invitation',
    meaning: 'There is no pending invitation for this address, or it has expired.',
    remedy:
      'Ask an owner or admin of the organization for a new invitation, and sign up with the address it was sent to.',
    retryable: false,
  },
  email_domain_not_allowed: {
    status: 403,
    title: 'Addresses of this domain cannot sign up',
    meaning: 'Whoever runs this server accepts new accounts with addresses of certain domains only.',
    remedy: 'Sign up with an address of one of the domains that the sign-up page names.',
    retryable: false,
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    meaning: 'You are known, but your role in the organization, or the kind of credential, may not do this.',
    remedy: 'Ask an owner or admin of the organization.',
    retryable: false,
  },
  confirmation_required: {
    status: 403,
    title: "Confirm it's you",
    meaning:
      'You last proved who you are, at sign-in or since, more than 15 minutes ago, and this needs a more recent proof.',
    remedy:
      'Send your password, a one-time code or a passkey to POST /api/account/confirm, then repeat the request. The dashboard asks you and continues by itself.',
    retryable: false,
  },
  own_sign_in_required: {
    status: 403,
    title: "Your company's sign-in does not open this",
    meaning:
      'The session was opened by the sign-in of one organization. It opens only that organization: no other, and no setting of how you sign in.',
    remedy:
      'Sign out, then sign in with your own password or passkey. If you have neither, set a password with “Forgot your password?”.',
    retryable: false,
  },
  company_sign_in_required: {
    status: 403,
    title: 'The organization requires its company sign-in',
    meaning:
      'Everyone except its owners has to use the organization’s own sign-in; this session was opened another way.',
    remedy: 'Sign out, and choose “Continue with your company’s sign-in” on the sign-in page.',
    retryable: false,
  },
  second_factor_required: {
    status: 403,
    title: 'The organization requires a second factor',
    meaning:
      'The organization requires more than a password to sign in, and this session was opened with a password alone.',
    remedy:
      'Set up an authenticator app or a passkey under Dashboard, Account. Already have a passkey? Sign in with it.',
    retryable: false,
  },
  key_limit_reached: {
    status: 403,
    title: "The plan's API key limit is reached",
    meaning: 'The organization has as many live keys as its plan includes. Existing keys keep working.',
    remedy: 'Revoke a key that is no longer used, or move to the plan named in "nextPlan".',
    retryable: false,
  },
  quota_exceeded: {
    status: 403,
    title: 'A limit of the plan is reached',
    meaning:
      'The organization, or the person, has as much as the plan includes. What is already there keeps working.',
    remedy: 'Delete what is no longer used, or move to the plan named in "nextPlan".',
    retryable: false,
  },
  entitlement_required: {
    status: 403,
    title: 'The plan does not include this',
    meaning: 'The feature is part of a higher plan.',
    remedy: 'Move to one of the plans named in "plans".',
    retryable: false,
  },
  not_found: {
    status: 404,
    title: 'Not found',
    meaning: 'There is nothing at this address, or nothing that you may know of.',
    remedy: 'Check the address and the ids in it.',
    retryable: false,
  },
  request_timeout: {
    status: 408,
    title: 'The request body came too slowly',
    meaning: 'The body did not come for ten seconds, or at less than 1 KB a second. Nothing was changed.',
    remedy: 'Send the request again over a better connection.',
    retryable: true,
  },
  conflict: {
    status: 409,
    title: 'This conflicts with the current state',
    meaning:
      'Something that already exists, or the state that something is in, rules this out. "detail" says what.',
    remedy: 'Read "detail"; change the request or what it conflicts with.',
    retryable: false,
  },
  domain_not_proved: {
    status: 409,
    title: 'The domain is not proved yet',
    meaning:
      'The name servers of the domain do not show the TXT record that proves it. "record" is the one that is looked for.',
    remedy:
      'Add the TXT record with that name and value to the domain’s DNS. It can take up to an hour until a new one is seen.',
    retryable: false,
  },
  key_not_active: {
    status: 409,
    title: 'The API key is not active',
    meaning: 'The key is revoked or expired, and that cannot be undone.',
    remedy: 'Create a new key instead.',
    retryable: false,
  },
  rotation_in_progress: {
    status: 409,
    title: 'A rotation is under way',
    meaning: 'The key was rotated, and its predecessor still works until the overlap ends.',
    remedy: 'Wait for the end of the overlap, or end it now with POST …/overlap.',
    retryable: false,
  },
  payload_too_large: {
    status: 413,
    title: 'The request body is too large',
    meaning: 'The body is larger than this route accepts.',
    remedy: 'Send less at once.',
    retryable: false,
  },
  model_too_large: {
    status: 413,
    title: 'The model is too large',
    meaning: 'The file is larger than this server accepts; "maxBytes" says how large it may be.',
    remedy: 'Reduce the model: compress textures (KTX2, WebP) and geometry (Meshopt, Draco).',
    retryable: false,
  },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not accepted here',
    meaning: 'The Content-Type header is missing or not one of those this route reads.',
    remedy: 'Send one of the types named in "detail".',
    retryable: false,
  },
  invalid_image: {
    status: 422,
    title: 'The image is not valid',
    meaning: 'The file is not a PNG, JPEG, WebP or AVIF image, is damaged, or has too many pixels.',
    remedy:
      'Send a PNG, JPEG, WebP or AVIF image of at most 8192 pixels a side and 50 megapixels (AVIF: 25).',
    retryable: false,
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    meaning: 'The same Idempotency-Key came with another path or body within 24 hours.',
    remedy:
      'Use a new Idempotency-Key for a new request, and the same one only to repeat a request unchanged.',
    retryable: false,
  },
  internal_error: {
    status: 500,
    title: 'The server failed',
    meaning: 'Something broke on our side. The request id finds it in the log.',
    remedy: 'Try again; if it happens again, report the request id.',
    retryable: true,
  },
} as const satisfies Record<string, ManagementErrorEntry>
