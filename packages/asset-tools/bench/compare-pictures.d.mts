export interface PicturePair {
  readonly shows: string
  readonly similarity: number
}

export interface Comparison {
  compare(
    original: Buffer,
    optimized: Buffer,
    keep?: (name: string, png: Buffer) => Promise<void>,
  ): Promise<readonly PicturePair[]>
  close(): Promise<void>
}

export declare function startComparison(): Promise<Comparison>
