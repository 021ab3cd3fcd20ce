import { listNames } from './find-model.js'

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

/** Of one file, and of several. */
const WORDS = {
  texture_missing: ['texture is missing', 'textures are missing'],
  texture_unreadable: ['texture cannot be read', 'textures cannot be read'],
  file_missing: ['file with materials is missing', 'files with materials are missing'],
} as const

/** Empty where there are no such files. */
export function noteFiles(
  code: keyof typeof WORDS | 'file_elsewhere',
  files: readonly string[],
): readonly ConversionNote[] {
  if (files.length === 0) return []
  const names = listNames(files)
  const message =
    code === 'file_elsewhere'
      ? `Taken from another place than the model says: ${names}.`
      : `${files.length} ${WORDS[code][files.length === 1 ? 0 : 1]}: ${names}.`
  return [{ code, message, files }]
}
