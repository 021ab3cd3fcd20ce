/** This process has as much waiting as it takes. */
export class OverloadError extends Error {
  override readonly name = 'OverloadError'
  readonly code = 'overloaded'
  constructor(what: string) {
    super(`overloaded: ${what}`)
  }
}
