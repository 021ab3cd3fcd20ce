/** How the files in `docs` write the address of a platform, where a reader's own belongs. */
const EXAMPLE = /https:\/\/scenes\.example\.com|(?<=\bVECTREAL=)http:\/\/localhost:4400/g

/** Stands for it in what is built, which knows no platform yet. */
export const ADDRESS = 'https://address-of-the-platform.invalid'

export function markAddress(markdown: string): string {
  return markdown.replace(EXAMPLE, ADDRESS)
}
