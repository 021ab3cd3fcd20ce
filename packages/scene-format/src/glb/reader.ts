/** Random access to the bytes of a file: memory in a browser, a file on a server. */
export interface GlbReader {
  /** Bytes in all. */
  readonly size: number
  /** Returns exactly `length` bytes. Asked only for what lies inside `size`. */
  read(offset: number, length: number): Uint8Array
}

/** Reads from memory; nothing is copied. */
export function createBytesReader(bytes: ArrayBuffer | Uint8Array): GlbReader {
  const whole = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)
  return {
    size: whole.byteLength,
    read: (offset, length) => whole.subarray(offset, offset + length),
  }
}
