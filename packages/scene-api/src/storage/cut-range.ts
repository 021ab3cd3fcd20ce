/** A part of a stream. */
import { Readable } from 'node:stream'
import type { ByteRange } from './blob-storage.js'

/** Bytes `start` to `end`; the rest is not waited for. Whoever ends the part ends the stream. */
export function cutRange(whole: Readable, { start, end }: ByteRange): Readable {
  return Readable.from(cut(whole, start, end + 1), { objectMode: false })
}

async function* cut(whole: Readable, start: number, end: number): AsyncGenerator<Buffer> {
  let at = 0
  for await (const chunk of whole as AsyncIterable<Buffer>) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    at += chunk.length
    if (part.length > 0) yield part
    if (at >= end) return
  }
}
