/** Reads a body of known length: progress as it comes, and no byte more than was announced. */
import { VectrealError } from './vectreal-error.js'

export interface ExpectedBody {
  readonly bytes: number
  readonly sha256: string
}

/** Called with the bytes read so far, for each piece that arrives. */
export async function readBody(
  response: Response,
  expected: ExpectedBody,
  onBytes: (loadedBytes: number) => void,
): Promise<ArrayBuffer> {
  const buffer = allocate(expected.bytes)
  let loaded = 0
  for await (const piece of pieces(response)) {
    if (loaded + piece.length > expected.bytes) {
      throw mismatch('The model is longer than its scene says.', false)
    }
    buffer.set(piece, loaded)
    loaded += piece.length
    onBytes(loaded)
  }
  if (loaded < expected.bytes)
    throw mismatch(`The model ended after ${loaded} of ${expected.bytes} bytes.`, true)
  if (!(await hasHash(buffer, expected.sha256)))
    throw mismatch('The model is not the file that its scene names.', false)
  return buffer.buffer
}

async function* pieces(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) {
    yield new Uint8Array(await response.arrayBuffer())
    return
  }
  const reader = response.body.getReader()
  let done = false
  try {
    for (;;) {
      const step = await reader.read()
      if (step.done) {
        done = true
        return
      }
      yield step.value
    }
  } finally {
    // A body that nobody reads on keeps its connection, so it is given up as soon as reading stops.
    if (!done) await reader.cancel().catch(() => {})
  }
}

function allocate(bytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes)
  } catch (cause) {
    throw new VectrealError('invalid_model', {
      detail: `The model needs ${bytes} bytes of memory, which this device does not give.`,
      hint: 'Publish a smaller model.',
      cause,
    })
  }
}

/** A short body is a cut connection; a longer or other one is another file. */
function mismatch(detail: string, isCut: boolean): VectrealError {
  return isCut ? new VectrealError('network', { detail }) : new VectrealError('invalid_model', { detail })
}

/** `true` as well where the runtime has no SubtleCrypto (a page on plain http that is not localhost). */
async function hasHash(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined) return true
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256.toLowerCase()
}
