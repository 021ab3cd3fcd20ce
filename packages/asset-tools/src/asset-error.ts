/** What can go wrong with somebody's files, as codes, each with a sentence and a remedy. */

/** Why files were refused. `hint` of the error says what to do about it. */
export type AssetErrorCode =
  | 'no_files'
  | 'no_model'
  | 'several_models'
  | 'empty_file'
  | 'damaged_file'
  | 'unsupported_file'
  | 'missing_files'
  | 'outside_files'
  | 'duplicate_name'
  | 'unsafe_name'
  | 'encrypted_archive'
  | 'too_many_files'
  | 'too_large'
  | 'nothing_to_show'
  | 'invalid_model'
  | 'invalid_option'

/** What an `AssetError` is made of. */
export interface AssetErrorDetails {
  readonly code: AssetErrorCode
  /** One sentence for whoever brought the files. */
  readonly message: string
  /** What to do next. */
  readonly hint: string
  /** Names of the files it is about. */
  readonly files?: readonly string[]
  readonly cause?: unknown
}

/** Files that cannot become a scene. `code` is stable; `message` and `hint` are for people. */
export class AssetError extends Error {
  override readonly name = 'AssetError'
  readonly code: AssetErrorCode
  readonly hint: string
  readonly files: readonly string[]

  constructor({ code, message, hint, files = [], cause }: AssetErrorDetails) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
    this.files = files
  }
}
