/** The one error that the script tag has to make without the rest of the SDK, because that could not be loaded. */
import type { VectrealError } from '../vectreal-error.js'

const MESSAGE = 'The viewer script could not be loaded.'
const HINT =
  'Allow the platform in the Content-Security-Policy (script-src) and in content blockers, and check connection and script address.'

export function blockedError(cause: unknown, message = MESSAGE, hint = HINT): VectrealError {
  const facts = {
    name: 'VectrealError',
    code: 'script_blocked',
    layer: null,
    message,
    status: null,
    hint,
    requestId: null,
    retryable: true,
    origin: null,
    suggestedPattern: null,
    retryAfterSeconds: null,
  }
  const error = Object.assign(new Error(facts.message, { cause }), facts, { toJSON: () => facts })
  return Object.defineProperty(error, Symbol.for('vectreal.error'), {
    value: true,
  }) as unknown as VectrealError
}
