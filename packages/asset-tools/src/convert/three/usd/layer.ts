/** A layer of USD as three's parsers read it: what stands at each path. */

export type Attributes = Readonly<Record<string, unknown>>

export interface UsdSpec {
  readonly specType: number
  readonly fields: Attributes
}

export interface UsdLayer {
  readonly specsByPath: Readonly<Record<string, UsdSpec>>
}

/** `SdfSpecType`, as crate files number it. */
export const PRIM = 6

/** What a prim can be beside defined (`SdfSpecifier`): both only say something about others. */
export const OVER = 1
export const CLASS = 2

/** What is in the file and not meant to be seen; null: it is. */
export function hiddenBecause(spec: UsdSpec | undefined, attributes: Attributes): string | null {
  if (spec?.fields['active'] === false) return 'inactive'
  if (attributes['visibility'] === 'invisible') return 'hidden'
  const purpose = attributes['purpose']
  return purpose === 'guide' || purpose === 'proxy' ? String(purpose) : null
}

export const leafOf = (path: string): string => path.split('/').at(-1) ?? path

/** The paths that a relationship names, in their order. The text parser leaves a list of them as one text. */
export const targetsOf = (relationship: UsdSpec | undefined): readonly string[] =>
  [relationship?.fields['targetPaths'] ?? []]
    .flat()
    .flatMap((targets) => String(targets).split(','))
    .map((path) => path.replaceAll(/[[\]<>\s]/g, ''))
    .filter((path) => path !== '')
