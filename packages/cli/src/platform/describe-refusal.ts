/** What the platform refuses, in words for a terminal: why, which field, and what to do. */
import type { ManagementError } from '@vectreal/scene-api/client'

const MAX_FIELDS = 10

const REMEDY: Readonly<Record<string, string>> = {
  unauthenticated: 'Sign in with vectreal login, or set VECTREAL_SERVICE_TOKEN to a live service token.',
  forbidden: 'A service token may not do this: do it in the dashboard.',
  not_found: 'Check the name, and --organization.',
  key_limit_reached: 'Revoke a key that is not needed, or change the plan.',
  rate_limited: 'Wait a minute and run it again.',
  rotation_in_progress: 'The key was rotated already: vectreal keys finish ends its overlap.',
}

export function describeRefusal({ code, message, errors }: ManagementError): string {
  const lines = [`${message} (${code})`]
  for (const field of errors.slice(0, MAX_FIELDS)) {
    lines.push(field.path ? `  ${field.path}: ${field.message}` : `  ${field.message}`)
  }
  const remedy = code.startsWith('http_') ? 'Is --url right?' : REMEDY[code]
  if (remedy !== undefined) lines.push(remedy)
  return lines.join('\n')
}
