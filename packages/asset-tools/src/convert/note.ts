/** What a conversion could not carry over, or had to decide: for whoever brought the files. */
export interface ConversionNote {
  readonly code:
    | 'texture_missing'
    | 'texture_unreadable'
    | 'file_missing'
    | 'file_elsewhere'
    | 'units_assumed'
    | 'not_carried'
  /** One sentence. */
  readonly message: string
  /** Names of the files it is about. */
  readonly files: readonly string[]
}
