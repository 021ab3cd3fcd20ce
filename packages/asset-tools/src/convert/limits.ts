/** How much is taken in, so that a small file cannot become gigabytes. */
export interface ConvertLimits {
  /** Files, those in archives included. Default 2,000. */
  readonly files: number
  /** Bytes of all files together, unpacked. Default 1 GiB. */
  readonly unpackedBytes: number
  /** How many times larger than itself an archive may become, beyond its first 16 MiB. Default 100. */
  readonly ratio: number
}

export const DEFAULT_CONVERT_LIMITS: ConvertLimits = {
  files: 2000,
  unpackedBytes: 1024 * 1024 * 1024,
  ratio: 100,
}
