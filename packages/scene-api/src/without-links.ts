/** Names as they may stand in a mail, its subject as well: no program that shows the mail makes a link of them. */

/** Dots that browsers take for one in a host, and that no sentence in Latin letters ends with. */
const DOT = /[.\u2024\uFF0E\uFF61](?=\S)/gu
/** It ends sentences in Chinese and Japanese; a host in ASCII goes on after it. */
const IDEOGRAPHIC_STOP = /\u3002(?=\w)/g
/** `mailto:`, `tel:` and whatever else a program has registered. */
const SCHEME = /\p{L}[\p{L}\d+.-]*:(?=\S)/gu

/** What mail programs take for an address of the web or of a person, or decode where it stands in a header (RFC 2047). */
export function withoutLinks(name: string): string {
  return name
    .replaceAll(/:\/\//g, ' ')
    .replaceAll(SCHEME, '$& ')
    .replaceAll('@', ' at ')
    .replaceAll(DOT, '$& ')
    .replaceAll(IDEOGRAPHIC_STOP, '$& ')
    .replaceAll('=?', '= ?')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
