import type { ManagementErrorEntry } from './error-code-entry.js'

/** What the management API refuses requests with, beside what embeds are refused with. */
export const MANAGEMENT_ERRORS = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    meaning: 'A field, parameter or header does not have the form it must have. "errors" names each one.',
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
    meaning: 'Whoever runs this server makes no new accounts. Existing accounts go on working.',
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
    title: 'Confirm that it is you',
    meaning:
      'The last time you proved who you are, at sign-in or since, is more than 15 minutes ago, and this needs a fresh proof.',
    remedy:
      'Send your password, a one-time code or a passkey to POST /api/account/confirm, then repeat the request. The dashboard asks you and goes on by itself.',
    retryable: false,
  },
  own_sign_in_required: {
    status: 403,
    title: "Your company's sign-in does not open this",
    meaning:
      'The session was opened by the sign-in of one organization. It opens that organization, and neither others nor how you sign in.',
    remedy:
      'Sign out, and in again with your own password or passkey. Without one, choose a password by “Forgot your password?”.',
    retryable: false,
  },
  company_sign_in_required: {
    status: 403,
    title: 'The organization wants you to sign in at your company',
    meaning:
      'Everybody but its owners has to use the organization’s own sign-in; this session was opened in another way.',
    remedy: 'Sign out, and choose “Continue with your company’s sign-in” on the sign-in page.',
    retryable: false,
  },
  second_factor_required: {
    status: 403,
    title: 'The organization requires a second factor',
    meaning:
      'The organization lets people in who sign in with more than a password, and this session was opened with a password alone.',
    remedy:
      'Set up an authenticator app or a passkey under Dashboard, Account. Do you have a passkey? Sign in with it.',
    retryable: false,
  },
  key_limit_reached: {
    status: 403,
    title: 'The plan has no room for another API key',
    meaning: 'The organization has as many live keys as its plan includes. Existing keys keep working.',
    remedy: 'Revoke a key that is no longer used, or move to the plan named in "nextPlan".',
    retryable: false,
  },
  quota_exceeded: {
    status: 403,
    title: 'The plan has no room for this',
    meaning:
      'The organization, or the person, has as much as the plan includes. What is there stays and goes on working.',
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
    title: 'Something is in the way',
    meaning: 'Something that exists already, or the present state, stands against it. "detail" says what.',
    remedy: 'Read "detail"; change the request or what it conflicts with.',
    retryable: false,
  },
  domain_not_proved: {
    status: 409,
    title: 'The domain is not proved yet',
    meaning:
      'The name servers of the domain do not show the TXT record that proves it. "record" is the one that is looked for.',
    remedy:
      'Add the TXT record with that name and value where the domain’s DNS is run. A new one can take up to an hour to be seen.',
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
    remedy: 'Try again; report the request id if it stays.',
    retryable: true,
  },
} as const satisfies Record<string, ManagementErrorEntry>
