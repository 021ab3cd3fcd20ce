/** Names as they may stand in a mail: no program that shows the mail makes a link of them. */

/** What mail programs take for an address of the web or of a person. */
export function withoutLinks(name: string): string {
  return name
    .replaceAll(/:\/\//g, ' ')
    .replaceAll('@', ' at ')
    .replaceAll(/\.(?=\S)/gu, '. ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
