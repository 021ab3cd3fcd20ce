import type { VectrealErrorCode } from '@vectreal/embed-sdk'

/** Codes that are counted: neither an outage nor a visitor who left is a refusal. `slow` is reported, not raised. */
type CountedCode = Exclude<VectrealErrorCode, 'temporarily_unavailable' | 'aborted'> | 'slow'

/** What each refusal means to whoever runs the site, and what to do about it. */
const TEXT: Record<CountedCode, { what: string; remedy: string }> = {
  domain_not_allowed: {
    what: 'The page’s origin is not on the allowlist of the project',
    remedy: 'If the page is yours, allow its origin. If it is not, there is nothing to do: it was kept out.',
  },
  project_out_of_scope: {
    what: 'The key does not cover the scene’s project',
    remedy: 'Use a key made for this project, or create one.',
  },
  visitor_token_required: {
    what: 'The project is for signed-in visitors, and a plain key was sent',
    remedy: 'Sign a visitor token on your server, or switch the requirement off for the project.',
  },
  token_out_of_scope: {
    what: 'The visitor token was for another scene, project or origin',
    remedy: 'Sign tokens for the scene that the page shows.',
  },
  organization_suspended: {
    what: 'The organization was suspended',
    remedy: 'Ask whoever runs this platform. Your keys and scenes are unchanged.',
  },
  scene_not_found: {
    what: 'No published scene with that id for this key',
    remedy: 'Publish the scene, or correct the scene id in the page.',
  },
  missing_token: { what: 'No key was sent', remedy: 'Put the key into the snippet of the page.' },
  malformed_token: { what: 'What was sent is not a key', remedy: 'Copy the key again, whole.' },
  unknown_key: {
    what: 'The key was never issued here',
    remedy: 'Check that the page uses this platform’s key.',
  },
  key_revoked: { what: 'The key was revoked', remedy: 'Put the key that replaced it into the page.' },
  key_expired: { what: 'The key has expired', remedy: 'Create a new key and put it into the page.' },
  rate_limited: {
    what: 'Too many refused requests from one address',
    remedy: 'Mend what was refused before; the block ends by itself within a minute.',
  },
  network: {
    what: 'The visitor’s browser could not reach the platform',
    remedy: 'Check the connection and any proxy in between.',
  },
  webgl_unavailable: {
    what: 'The visitor’s browser has no WebGL',
    remedy: 'Nothing to mend: such visitors see the poster.',
  },
  context_lost: {
    what: 'The graphics driver gave up',
    remedy: 'The viewer recovers by itself. If it is frequent, use a lighter model.',
  },
  timeout: {
    what: 'The platform did not answer the visitor’s browser in time',
    remedy: 'Look at the platform’s health, and at any proxy in between.',
  },
  slow: {
    what: 'A visitor waited more than ten seconds for the scene',
    remedy: 'Use a lighter model: fewer and smaller textures, Meshopt for geometry.',
  },
  unexpected_response: {
    what: 'Something else than the platform answered the visitor’s browser',
    remedy: 'Check the platform’s address in the page, and any proxy in between.',
  },
  script_blocked: {
    what: 'A file of the viewer did not reach the visitor’s browser',
    remedy: 'Often a content blocker. If it is frequent, check the page’s content security policy.',
  },
  invalid_model: { what: 'The model could not be read', remedy: 'Upload the model again.' },
  decoder_blocked: {
    what: 'The page’s content security policy blocks a decoder',
    remedy: 'Allow the directive that the viewer names in the page’s console.',
  },
}

export function refusalText(code: string): { what: string; remedy: string } {
  if (Object.hasOwn(TEXT, code)) return TEXT[code as CountedCode]
  return { what: code.replaceAll('_', ' '), remedy: 'See the error reference.' }
}

export const LAYER_NAMES: Record<string, string> = {
  format: 'Format',
  key: 'Key',
  organization: 'Organization',
  domain: 'Domain',
  project: 'Project',
}
