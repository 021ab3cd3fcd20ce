/** The one error that the script tag has to make without the rest of the SDK, because that could not be loaded. */
import { SCRIPT_BLOCKED } from '@vectreal/scene-format'
import type { VectrealError } from '../vectreal-error.js'

export function blockedError(
  cause: unknown,
  message = `${SCRIPT_BLOCKED.title}.`,
  hint = SCRIPT_BLOCKED.remedy,
): VectrealError {
  const facts = {
    name: 'VectrealError',
    code: 'script_blocked',
    layer: null,
    message,
    status: null,
    hint,
    requestId: null,
    retryable: SCRIPT_BLOCKED.retryable,
    origin: null,
    suggestedPattern: null,
    retryAfterSeconds: null,
  }
  return Object.assign(new Error(message, { cause }), facts, {
    toJSON: () => facts,
    [Symbol.for('vectreal.error')]: true,
  }) as unknown as VectrealError
}
