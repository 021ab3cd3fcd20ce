/** OBJ and MTL as three's readers take them: without comments behind a statement, and with what some programs write otherwise. */

const STATEMENT = /^([ \t]*(?:v|vn|vt|vp|f|l|p)[ \t][^#\n]*)#.*$/gm
/** Colours behind a point, counted up to 255. */
const BYTE_COLORS = /^([ \t]*v(?:[ \t]+\S+){3})[ \t]+(\d+)[ \t]+(\d+)[ \t]+(\d+)[ \t]*$/gm

/** Curves and surfaces by formulas, which stop three's reader. */
const FREE_FORM =
  /^[ \t]*(?:vp|cstype|deg|bmat|step|curv2?|surf|parm|trim|hole|scrv|sp|end|con)\b(?:[^\n\\]|\\\r?\n|\\)*$/gm

/** @returns with what is left out of it */
export function plainObj(written: string): { readonly text: string; readonly lost: readonly string[] } {
  const isFreeForm = /^[ \t]*(?:curv2?|surf)\b/m.test(written)
  const text = written.replaceAll(STATEMENT, '$1').replaceAll(FREE_FORM, '')
  return { text: withShares(text), lost: isFreeForm ? ['curves and surfaces by formulas'] : [] }
}

function withShares(plain: string): string {
  // Shares are at most 1, and whole numbers up to 1 may be shares.
  const isOfBytes = [...plain.matchAll(BYTE_COLORS)].some((match) =>
    match.slice(2).some((part) => Number(part) > 1),
  )
  if (!isOfBytes) return plain
  return plain.replaceAll(BYTE_COLORS, (_, point: string, ...parts: string[]) =>
    [point, ...parts.slice(0, 3).map((part) => (Number(part) / 255).toFixed(4))].join(' '),
  )
}

/** Tabs between a word and its value are blanks. */
export const plainMtl = (text: string): string => text.replaceAll('\t', ' ')

/** The files that hold its materials. One statement may name several, whose names have blanks themselves now and then. */
export const librariesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^[ \t]*mtllib[ \t]+(.+?)[ \t\r]*$/gm)].flatMap(([, names = '']) =>
    names.split(/(?<=\.mtl"?)[ \t]+/i).map((name) => name.replaceAll('"', '')),
  )

/** What programs write where there is no material. */
const NONE = /^(?:none|default|\(null\))$/i

/** The materials that it uses. */
export const materialsOf = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/^[ \t]*usemtl[ \t]+(.+?)[ \t\r]*$/gm)]
      .map(([, name = '']) => name)
      .filter((name) => !NONE.test(name)),
  ),
]
