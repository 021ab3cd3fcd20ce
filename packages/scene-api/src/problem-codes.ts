/** Every error code this server answers: its status, what it means and what to do about it. */

/** What one error code says. */
export interface ProblemCodeEntry {
  /** The HTTP status it is answered with. */
  readonly status: number
  /** `title` of the problem document (RFC 9457 §3.1.3). */
  readonly title: string
  /** What happened. */
  readonly meaning: string
  /** What to do about it. */
  readonly remedy: string
}

const entry = (status: number, title: string, meaning: string, remedy: string): ProblemCodeEntry => ({
  status,
  title,
  meaning,
  remedy,
})

export const PROBLEM_CODES = {
  // Embed routes
  missing_token: entry(
    401,
    'No API key was sent',
    'The request carries no Authorization header. Keys are read from that header only, never from the query string.',
    'Send "Authorization: Bearer vctrl_…". The embed snippet does this for you.',
  ),
  malformed_token: entry(
    401,
    'The API key is not well formed',
    'What was sent is not a key of this platform: wrong prefix, length, character or checksum.',
    'Copy the key again, whole. A key that was lost cannot be shown again; rotate it to get a new one.',
  ),
  unknown_key: entry(
    401,
    'The API key is unknown',
    'The key is well formed, but this server never issued it.',
    'Check that the page uses the server that issued the key (base-url).',
  ),
  key_revoked: entry(
    401,
    'The API key was revoked',
    'Somebody revoked the key, or its overlap after a rotation has ended.',
    'Use the key that replaced it, or create a new one under Dashboard, API keys.',
  ),
  key_expired: entry(
    401,
    'The API key has expired',
    'The key reached its expiry date.',
    'Create a new key under Dashboard, API keys; rotate keys before they expire.',
  ),
  organization_suspended: entry(
    403,
    'The organization is suspended',
    'Whoever runs this server has suspended the organization. Its embeds are refused; its keys, scenes and settings are kept.',
    'Ask whoever runs the server. Meanwhile its people can read, revoke, unpublish and delete.',
  ),
  scene_not_found: entry(
    404,
    'No such scene for this key',
    'The scene does not exist, is not published, or belongs to another organization. These are one answer on purpose.',
    'Check the scene id and that the scene is published.',
  ),
  domain_not_allowed: entry(
    403,
    'This origin may not embed the scene',
    "The page's origin is not on the allowlist of the scene's project.",
    'Add the origin to the allowlist of the project, under Dashboard, Projects.',
  ),
  project_out_of_scope: entry(
    403,
    'The API key does not cover this project',
    "The scene's project is not one of the projects the key was created for. A key's projects never change.",
    'Create a key that covers the project, or use the key made for it.',
  ),
  visitor_token_required: entry(
    403,
    'This project is for signed-in visitors',
    'The project asks for a visitor token; a plain API key does not open its scenes.',
    "Sign a visitor token on the site's own server and hand it to the page, or switch requireVisitorToken off for the project.",
  ),
  token_out_of_scope: entry(
    403,
    'The visitor token is for something else',
    'The token names another scene, another project or another origin than the one that is asked for.',
    'Sign a token for this scene or its project, and for the origin of the page or for none.',
  ),
  // Management routes
  invalid_request: entry(
    400,
    'The request is not valid',
    'A field, parameter or header does not have the form it must have. "errors" names each one.',
    'Correct the fields that "errors" names and send the request again.',
  ),
  unauthenticated: entry(
    401,
    'Sign in first',
    'The request carries neither a session nor a valid service token.',
    'Sign in, or send "Authorization: Bearer vctrlsvc_…". An embed key does not open the management API.',
  ),
  sign_up_closed: entry(
    403,
    'Sign-up is closed',
    'Whoever runs this server makes no new accounts. Existing accounts go on working.',
    'Ask whoever runs the server.',
  ),
  invitation_required: entry(
    403,
    'Sign-up is by invitation',
    'There is no pending invitation for this address, or it has expired.',
    'Ask an owner or admin of the organization for a new invitation, and sign up with the address it was sent to.',
  ),
  email_domain_not_allowed: entry(
    403,
    'Addresses of this domain cannot sign up',
    'Whoever runs this server accepts new accounts with addresses of certain domains only.',
    'Sign up with an address of one of the domains that the sign-up page names.',
  ),
  forbidden: entry(
    403,
    'Your role does not allow this',
    'You are known, but your role in the organization, or the kind of credential, may not do this.',
    'Ask an owner or admin of the organization.',
  ),
  confirmation_required: entry(
    403,
    'Confirm that it is you',
    'The last time you proved who you are, at sign-in or since, is more than 15 minutes ago, and this needs a fresh proof.',
    'Send your password, a one-time code or a passkey to POST /api/account/confirm, then repeat the request. The dashboard asks you and goes on by itself.',
  ),
  second_factor_required: entry(
    403,
    'The organization requires a second factor',
    'The organization lets people in who sign in with more than a password, and this session was opened with a password alone.',
    'Set up an authenticator app or a passkey under Dashboard, Account. Do you have a passkey? Sign in with it.',
  ),
  key_limit_reached: entry(
    403,
    'The plan has no room for another API key',
    'The organization has as many live keys as its plan includes. Existing keys keep working.',
    'Revoke a key that is no longer used, or move to the plan named in "nextPlan".',
  ),
  quota_exceeded: entry(
    403,
    'The plan has no room for this',
    'The organization, or the person, has as much as the plan includes. What is there stays and goes on working.',
    'Delete what is no longer used, or move to the plan named in "nextPlan".',
  ),
  entitlement_required: entry(
    403,
    'The plan does not include this',
    'The feature is part of a higher plan.',
    'Move to one of the plans named in "plans".',
  ),
  not_found: entry(
    404,
    'Not found',
    'There is nothing at this address, or nothing that you may know of.',
    'Check the address and the ids in it.',
  ),
  request_timeout: entry(
    408,
    'The request body came too slowly',
    'The body did not come for ten seconds, or at less than 1 KB a second. Nothing was changed.',
    'Send the request again over a better connection.',
  ),
  conflict: entry(
    409,
    'The request conflicts with what is there',
    'Something that exists already, or the present state, stands against it. "detail" says what.',
    'Read "detail"; change the request or what it conflicts with.',
  ),
  key_not_active: entry(
    409,
    'The API key is not active',
    'The key is revoked or expired, and that cannot be undone.',
    'Create a new key instead.',
  ),
  rotation_in_progress: entry(
    409,
    'A rotation is under way',
    'The key was rotated, and its predecessor still works until the overlap ends.',
    'Wait for the end of the overlap, or end it now with POST …/overlap.',
  ),
  payload_too_large: entry(
    413,
    'The request body is too large',
    'The body is larger than this route accepts.',
    'Send less at once.',
  ),
  model_too_large: entry(
    413,
    'The model is too large',
    'The file is larger than this server accepts; "maxBytes" says how large it may be.',
    'Reduce the model: compress textures (KTX2, WebP) and geometry (Meshopt, Draco).',
  ),
  unsupported_media_type: entry(
    415,
    'The content type is not accepted here',
    'The Content-Type header is missing or not one of those this route reads.',
    'Send one of the types named in "detail".',
  ),
  invalid_model: entry(
    422,
    'The model is not valid',
    'The file is not a GLB this platform can show safely. "errors" says what is wrong and where.',
    'Export the model again as a self-contained GLB (glTF 2.0 binary).',
  ),
  invalid_image: entry(
    422,
    'The image is not valid',
    'The file is not a PNG, JPEG, WebP or AVIF image, is damaged, or has too many pixels.',
    'Send a PNG, JPEG, WebP or AVIF image of at most 8192 pixels a side and 50 megapixels (AVIF: 25).',
  ),
  idempotency_key_reused: entry(
    422,
    'The Idempotency-Key was used for another request',
    'The same Idempotency-Key came with another path or body within 24 hours.',
    'Use a new Idempotency-Key for a new request, and the same one only to repeat a request unchanged.',
  ),
  rate_limited: entry(
    429,
    'Too many requests',
    'This client sent too many refused requests, or too many requests of this kind.',
    'Wait for the number of seconds in Retry-After.',
  ),
  internal_error: entry(
    500,
    'The server failed',
    'Something broke on our side. The request id finds it in the log.',
    'Try again; report the request id if it stays.',
  ),
  temporarily_unavailable: entry(
    503,
    'Temporarily unavailable',
    'The database or the store cannot be reached. Nothing is accepted until it can.',
    'Try again after the number of seconds in Retry-After.',
  ),
} as const satisfies Record<string, ProblemCodeEntry>

/** The stable name of an error; it stands in the `code` of the problem document. */
export type ProblemCode = keyof typeof PROBLEM_CODES
