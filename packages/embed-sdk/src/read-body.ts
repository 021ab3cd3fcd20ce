/**
 * Reads a body of known length: progress as it comes, no byte more than was announced, and after a broken line only what
 * is missing.
 */
import type { SceneManifest } from '@vectreal/scene-format'
import { VectrealError } from './vectreal-error.js'

interface ExpectedBody {
  /** Asks for what is missing (RFC 9110 §13.1.5): all of it, where the file is another one by now. */
  resume(): Readonly<Record<string, string>>
  /** `onBytes` is called for each piece that arrives, with how many bytes there are then. */
  read(response: Response, onBytes: (loadedBytes: number, piece: Uint8Array) => void): Promise<ArrayBuffer>
}

/** What its responses bring is kept until the body is whole. */
export function expectBody({ bytes, sha256 }: SceneManifest['model']): ExpectedBody {
  let buffer: Uint8Array<ArrayBuffer> | undefined
  let loaded = 0
  return {
    resume: (): Record<string, string> =>
      loaded === 0 ? {} : { range: `bytes=${loaded}-`, 'if-range': `"${sha256}"` },
    async read(response, onBytes) {
      const isPart = response.status === 206
      // Parts that do not fit together are asked for once more, as one.
      const fail = (detail: string, isCut: boolean) => {
        if (!isCut) loaded = 0
        return mismatch(detail, isCut || isPart)
      }
      if (!isPart) loaded = 0
      else if (!response.headers.get('content-range')?.startsWith(`bytes ${loaded}-`))
        throw fail(OTHER, false)
      buffer ??= allocate(bytes)
      for await (const piece of pieces(response)) {
        if (loaded + piece.length > bytes) throw fail('The model is longer than its scene says.', false)
        buffer.set(piece, loaded)
        loaded += piece.length
        onBytes(loaded, piece)
      }
      if (loaded < bytes) throw fail(`The model ended after ${loaded} of ${bytes} bytes.`, true)
      if (!(await hasHash(buffer, sha256))) throw fail(OTHER, false)
      return buffer.buffer
    },
  }
}

async function* pieces(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) {
    yield new Uint8Array(await response.arrayBuffer())
    return
  }
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
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

const OTHER = 'The model is not the file that its scene names.'
const NOT_THE_FILE =
  'See that no proxy or cache between platform and page changes the file or keeps an old one.'

/** A short body is a cut connection; a longer or other one is another file. */
function mismatch(detail: string, isCut: boolean): VectrealError {
  if (isCut) return new VectrealError('network', { detail })
  return new VectrealError('invalid_model', { detail, hint: NOT_THE_FILE })
}

/** `true` as well where the runtime has no SubtleCrypto (a page on plain http that is not localhost). */
async function hasHash(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined) return true
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256.toLowerCase()
}
