/** Texts of AR beside the button's own. */
export interface ArTexts {
  /** Under the code that a phone reads. */
  readonly arScan: string
  readonly arFailed: string
  /** While a surface is looked for. */
  readonly arFind: string
  /** Places the model anew. */
  readonly arMove: string
  readonly close: string
}

export const DEFAULT_AR_TEXTS: ArTexts = {
  arScan: 'Scan this code with your phone to see it in your space.',
  arFailed: 'AR could not be opened on this device.',
  arFind: 'Move your phone slowly to find a surface, then tap.',
  arMove: 'Move',
  close: 'Close',
}
