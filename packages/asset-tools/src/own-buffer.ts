/** Bytes for loaders that take an `ArrayBuffer` and nothing else. */

/** These bytes alone: the buffer below a view may hold others around them, and `slice` of Node's `Buffer` copies nothing. */
export const ownBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer
