/** OBJ and MTL as three's readers take them: without comments behind a statement, and with what some programs write otherwise. */

const FREE_WORDS = 'vp|cstype|deg|bmat|step|curv2?|surf|parm|trim|hole|scrv|sp|end|con'
/** Names may have the sign of comments in them. */
const STATEMENT = new RegExp(`^([ \\t]*(?:v|vn|vt|f|l|p|${FREE_WORDS})(?:[ \\t][^#\\n]*)?)#.*$`, 'gm')
/** Colours behind a point, counted up to 255. */
const BYTE_COLORS = /^([ \t]*v(?:[ \t]+\S+){3})[ \t]+(\d+)[ \t]+(\d+)[ \t]+(\d+)[ \t]*$/gm

/** Curves and surfaces by formulas, which stop three's reader. */
const FREE_FORM = new RegExp(`^[ \\t]*(?:${FREE_WORDS})\\b(?:[^\\n\\\\]+|\\\\\\r?\\n|\\\\)*$`, 'gm')

/** @returns with what is left out of it */
export function plainObj(written: string): { readonly text: string; readonly lost: readonly string[] } {
  const isFreeForm = /^[ \t]*(?:curv2?|surf)\b/m.test(written)
  const lines = written.includes('\r') ? written.replaceAll(/\r\n?/g, '\n') : written
  const text = lines.replaceAll(STATEMENT, '$1').replaceAll(FREE_FORM, '')
  return { text: withShares(text), lost: isFreeForm ? ['curves and surfaces by formulas'] : [] }
}

function withShares(plain: string): string {
  // Shares are at most 1, and whole numbers up to 1 may be shares.
  if (!isOfBytes(plain)) return plain
  return plain.replaceAll(BYTE_COLORS, (_, point: string, ...parts: string[]) =>
    [point, ...parts.slice(0, 3).map((part) => (Number(part) / 255).toFixed(4))].join(' '),
  )
}

function isOfBytes(text: string): boolean {
  for (const match of text.matchAll(BYTE_COLORS))
    if (match.slice(2).some((part) => Number(part) > 1)) return true
  return false
}

/** Options of pictures that three's reader takes for parts of their names. */
const OPTIONS = /[ \t]-(?:clamp|blendu|blendv|cc|boost|texres|imfchan|type)[ \t]+\S+/g

/** With a blank behind the first word of a line, and without options of pictures that nobody here reads. */
export const plainMtl = (text: string): string =>
  text
    .replaceAll(/^([ \t]*\S+)\t/gm, '$1 ')
    .replaceAll(/^[ \t]*(?:map_|bump|disp|decal|refl|norm)\S*[ \t].*$/gim, (line) =>
      line.replaceAll(OPTIONS, ''),
    )

/** The files that hold its materials. One statement may name several, whose names have blanks themselves now and then. */
export const librariesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^[ \t]*mtllib[ \t]+(\S.*)$/gm)].flatMap(([, names = '']) =>
    names
      .trimEnd()
      .split(/(?<=\.mtl"?)[ \t]+/i)
      .map((name) => name.replaceAll('"', '')),
  )

/** What programs write where there is no material. */
const NONE = /^(?:none|default|\(null\))$/i

/** The materials that it uses. */
export const materialsOf = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/^[ \t]*usemtl[ \t]+(\S.*)$/gm)]
      .map(([, name = '']) => name.trimEnd())
      .filter((name) => !NONE.test(name)),
  ),
]
