/** What Node and browsers do each in their own way. */

import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

interface PlainOptions {
  /** Longest side of the result in pixels; smaller pictures keep their size. */
  readonly maxSide: number
  /** 1 to 100. */
  readonly quality: number
  /** False: nothing reads the alpha channel, so it is left out. */
  readonly alpha: boolean
}

interface WebpOptions extends PlainOptions {
  /** Directions that would be seen to be off are kept almost as they are, in more bytes. */
  readonly isDirection: boolean
}

export interface Ktx2Options {
  /** Longest side of the result in pixels; smaller pictures keep their size, but for sides that are no multiple of four. */
  readonly maxSide: number
  /** Colours are compared as people see them, everything else by its numbers. */
  readonly isColor: boolean
  /** Directions are kept closer, in more bytes. */
  readonly isDirection: boolean
}

export interface Platform {
  /** Null: this picture cannot be encoded here without changing what is seen. */
  encodeWebp(bytes: Uint8Array, options: WebpOptions): Promise<Uint8Array | null>
  /** Null: the encoder does not take so many pixels. @throws Error where there is none */
  encodeKtx2(bytes: Uint8Array, options: Ktx2Options): Promise<Uint8Array | null>
  /** A JPEG, or a PNG where there is alpha to keep. */
  encodePlain(
    bytes: Uint8Array,
    options: PlainOptions,
  ): Promise<{ readonly bytes: Uint8Array; readonly mediaType: 'image/png' | 'image/jpeg' }>
  /** A PNG of unpacked pixels, four bytes each, top row first. */
  encodePng(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array>
  /** Unpacks a PNG, JPEG or WebP (in browsers also BMP): four bytes a pixel, top row first. */
  decodePixels(
    bytes: Uint8Array,
  ): Promise<{ readonly pixels: Uint8Array; readonly width: number; readonly height: number }>
  /** Bytes that travel where a server compresses: brotli in Node, gzip in browsers. */
  packedBytes(bytes: Uint8Array): Promise<number>
  /** Draco's own decoder. @throws Error where there is none */
  loadDracoDecoder(): Promise<unknown>
  /** Runs `work` where globals of a browser are there that three's loaders read. */
  withDom<Result>(work: () => Result): Promise<Result>
  /**
   * Runs `work` where a canvas is there for three's exporters; `prepareLoader` makes a loader read pictures for them. Under
   * Node nothing else should run in the process meanwhile.
   */
  withCanvas<Result>(
    work: (canvas: { prepareLoader(loader: GLTFLoader): GLTFLoader }) => Promise<Result>,
  ): Promise<Result>
}
