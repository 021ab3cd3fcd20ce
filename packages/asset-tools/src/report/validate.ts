// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../gltf-validator.d.ts" />
/** What the Khronos validator says about a file. */
import { type Glb, measureGlb } from '@vectreal/scene-format'

/** One finding of the Khronos validator. */
export interface ValidatorMessage {
  readonly severity: 'error' | 'warning'
  /** The validator's own code, such as `ACCESSOR_INDEX_OOB`. */
  readonly code: string
  readonly message: string
  /** JSON pointer (RFC 6901) into the glTF document; '' is the whole file. */
  readonly pointer: string
}

const MAX_MESSAGES = 100
/** It holds a file whole and several copies of its parts, and reads about 20 million values a second. */
const MAX_BYTES = 64 * 1024 * 1024
const MAX_VALUES = 20_000_000

/** Empty for a file that is too large for it. */
export async function validate(bytes: Uint8Array, glb: Glb): Promise<readonly ValidatorMessage[]> {
  if (bytes.byteLength > MAX_BYTES || measureGlb(glb).values > MAX_VALUES) return []
  const { validateBytes } = await import('gltf-validator').then(
    // Bundlers put a CommonJS module below `default`.
    (module) => (module as unknown as { default?: typeof module }).default ?? module,
  )
  const { issues } = await validateBytes(bytes, { maxIssues: 10 * MAX_MESSAGES, writeTimestamp: false })
  return issues.messages
    .filter(({ severity }) => severity <= 1)
    .toSorted((one, other) => one.severity - other.severity)
    .slice(0, MAX_MESSAGES)
    .map(({ severity, code, message, pointer = '' }) => ({
      severity: severity === 0 ? 'error' : 'warning',
      code,
      message,
      pointer,
    }))
}
