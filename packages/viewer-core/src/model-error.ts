import type { ViewerErrorCode } from '@vectreal/scene-format'

/** Why a model cannot be shown. */
export type ModelErrorCode = ViewerErrorCode

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
