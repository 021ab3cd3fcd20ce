/** Notices a decoder that hangs: three waits for ever on a worker that may not run. */
import { ModelError } from '../model-error.js'

/** `alarm` rejects once `beats` has not grown for `silenceMs`. */
export function watchSilence(
  decoder: string,
  silenceMs: number,
  beats: () => number,
): { alarm: Promise<never>; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const alarm = new Promise<never>((_resolve, reject) => {
    const look = (seen: number): void => {
      timer = setTimeout(
        () => (beats() === seen ? reject(silent(decoder, silenceMs)) : look(beats())),
        silenceMs,
      )
    }
    look(beats())
  })
  // Whoever races against it may be gone by then.
  alarm.catch(() => {})
  return { alarm, stop: () => clearTimeout(timer) }
}

function silent(decoder: string, silenceMs: number): ModelError {
  return new ModelError(
    'decoder_blocked',
    `The ${decoder} decoder has been silent for ${silenceMs / 1000} s. Most often the page's ` +
      `Content-Security-Policy lacks "worker-src blob:" or "script-src 'wasm-unsafe-eval'"`,
  )
}
