/** Why a model cannot be shown. `code` is stable; `detail` is for whoever builds the page, never for a visitor. */
export type ModelErrorCode =
  | 'invalid_model'
  | 'decoder_blocked'
  | 'webgl_unavailable'
  | 'context_lost'
  | 'aborted'

/** Why a model is not shown: a code, and in `detail` the exact reason for whoever builds the page. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  /** What exactly is wrong and what to do about it. */
  readonly detail: string

  constructor(code: ModelErrorCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
  }
}
