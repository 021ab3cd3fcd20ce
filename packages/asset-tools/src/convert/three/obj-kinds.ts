/** Points, lines and faces of OBJ as three's reader takes them: one kind an object. */

const KIND = /^[ \t]*([oglpf])(?=\s|$)[ \t]*(.*?)\s*$/

/** Objects that have several kinds become several of the same name: the reader takes all for the kind that it saw last. */
export function separateKinds(text: string): string {
  if (!/^[ \t]*[lp]\s/m.test(text)) return text
  let name = ''
  let kind: string | null = null
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, word, rest = ''] = KIND.exec(line) ?? []
      if (word === undefined) return [line]
      if (word === 'o' || word === 'g') {
        ;[name, kind] = [rest, null]
        return [line]
      }
      const isOther = kind !== word
      kind = word
      return isOther ? [`o ${name}`, line] : [line]
    })
    .join('\n')
}
