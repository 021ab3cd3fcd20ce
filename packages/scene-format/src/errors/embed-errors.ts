import type { EmbedErrorEntry } from './error-code-entry.js'

/** What the server refuses embeds with, in the order of the checks. */
export const EMBED_ERRORS = {
  missing_token: {
    status: 401,
    layer: 'format',
    title: 'No API key was sent',
    meaning:
      'The request carries no Authorization header. Keys are read from that header only, never from the query string.',
    remedy: 'Give the element an api-key attribute, or createClient an apiKey.',
    ownerRemedy: 'Put the key into the snippet of the page.',
    retryable: false,
  },
  malformed_token: {
    status: 401,
    layer: 'format',
    title: 'The API key is not well formed',
    meaning: 'What was sent is not a key of this platform: wrong prefix, length, character or checksum.',
    remedy:
      'Copy the key again, whole and without quotes or spaces: vctrl_ and 43 letters and digits. A lost key cannot be shown again; rotate it under Dashboard, API keys.',
    ownerRemedy: 'Copy the key again, whole.',
    retryable: false,
  },
  unknown_key: {
    status: 401,
    layer: 'key',
    title: 'The API key is unknown',
    meaning: 'The key is well formed, but this server never issued it.',
    remedy:
      'Check that base-url names the platform of the key, or create a new one under Dashboard, API keys.',
    ownerRemedy: 'Check that the page uses a key of this platform.',
    retryable: false,
  },
  key_revoked: {
    status: 401,
    layer: 'key',
    title: 'The API key was revoked',
    meaning: 'Somebody revoked the key, or its overlap after a rotation has ended.',
    remedy: 'Put its successor on the page, or create a new key under Dashboard, API keys.',
    ownerRemedy: 'Put the key that replaced it on the page.',
    retryable: false,
  },
  key_expired: {
    status: 401,
    layer: 'key',
    title: 'The API key has expired',
    meaning: 'The key reached its expiry date. Rotating a key before it expires leaves no gap.',
    remedy: 'Create a new key under Dashboard, API keys, and put it on the page.',
    ownerRemedy: 'Create a new key and put it on the page.',
    retryable: false,
  },
  organization_suspended: {
    status: 403,
    layer: 'organization',
    title: 'The organization is suspended',
    meaning:
      'Whoever runs this server has suspended the organization. Its embeds are refused; its keys, scenes and settings are kept, and its people can read, revoke, unpublish and delete.',
    remedy: 'Ask an owner of the organization, or whoever runs the server.',
    ownerRemedy: 'Ask whoever runs this platform. Your keys and scenes are unchanged.',
    retryable: false,
  },
  scene_not_found: {
    status: 404,
    layer: 'organization',
    title: 'No such published scene for this key',
    meaning:
      'The scene does not exist, is not published, or belongs to another organization. These are one response on purpose.',
    remedy: 'Check the scene id, publish the scene, and use a key of its organization.',
    ownerRemedy: 'Publish the scene, or correct the scene id in the page.',
    retryable: false,
  },
  domain_not_allowed: {
    status: 403,
    layer: 'domain',
    title: 'This origin may not embed the scene',
    meaning: "The page's origin is not on the allowlist of the scene's project.",
    remedy: 'Add the origin to the allowlist of the project, under Dashboard, Projects.',
    ownerRemedy:
      'If the page is yours, allow its origin. If it is not, there is nothing to do: it was kept out.',
    retryable: false,
  },
  project_out_of_scope: {
    status: 403,
    layer: 'project',
    title: 'The API key does not cover this project',
    meaning:
      "The scene's project is not one of the projects the key was created for. A key's projects never change.",
    remedy: 'Use a key that covers the project of this scene, or create one under Dashboard, API keys.',
    ownerRemedy: 'Use a key made for this project, or create one.',
    retryable: false,
  },
  visitor_token_required: {
    status: 403,
    layer: 'project',
    title: 'This project is for signed-in visitors',
    meaning: 'The project asks for a visitor token; a plain API key does not open its scenes.',
    remedy:
      "Sign a visitor token on the site's server and use it in place of the API key, or turn requireVisitorToken off.",
    ownerRemedy: 'Sign a visitor token on your server, or turn the requirement off for the project.',
    retryable: false,
    visitorLine: 'signIn',
  },
  token_out_of_scope: {
    status: 403,
    layer: 'project',
    title: 'The visitor token is for something else',
    meaning:
      'The token names another scene, another project or another origin than the one that is asked for.',
    remedy: 'Sign a token for this scene or its project, and for the origin of the page or none.',
    ownerRemedy: 'Sign tokens for the scene that the page shows.',
    retryable: false,
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    meaning:
      'This client sent too many refused requests, or too many requests of this kind. Loads that succeed are not counted.',
    remedy: 'Wait as long as Retry-After says. Fix what was refused: see Dashboard, Blocked embeds.',
    ownerRemedy: 'Fix what was refused before; the block ends by itself within a minute.',
    retryable: true,
  },
  temporarily_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    meaning: 'The database or the store cannot be reached. Nothing is accepted until it can.',
    remedy: 'Try again in a moment, or when Retry-After says.',
    ownerRemedy: "Look at the platform's health.",
    retryable: true,
  },
} as const satisfies Record<string, EmbedErrorEntry>
