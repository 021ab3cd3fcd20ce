/** What a model may claim at most, so that a small file cannot unpack into gigabytes or hours. */
export interface GlbLimits {
  readonly chunks: number
  readonly jsonBytes: number
  /** Objects and lists in the JSON. */
  readonly jsonContainers: number
  /** Objects and lists inside each other. */
  readonly jsonLevels: number
  /** Nodes below each other: whatever reads a model goes down this far. */
  readonly nodeLevels: number
  /** Entries of each list of the document. */
  readonly entries: number
  /** Elements of all accessors together, after decompression. */
  readonly elements: number
  /** Elements that are made from nothing: sparse accessors, and those without data. */
  readonly madeUpElements: number
  /** What accessors and compressed buffer views unpack to. */
  readonly decodedBytes: number
  /** Pixels of one side of a picture. */
  readonly imageSide: number
  /** Pixels of one picture, with all its layers and levels. */
  readonly imagePixels: number
  /** Pixels of all pictures together. */
  readonly totalPixels: number
}

export const DEFAULT_GLB_LIMITS: GlbLimits = {
  chunks: 100,
  jsonBytes: 16 * 1024 * 1024,
  jsonContainers: 1_000_000,
  jsonLevels: 200,
  nodeLevels: 1000,
  entries: 100_000,
  elements: 60_000_000,
  madeUpElements: 8_000_000,
  decodedBytes: 1024 * 1024 * 1024,
  imageSide: 16_384,
  imagePixels: 100_000_000,
  totalPixels: 268_435_456,
}
