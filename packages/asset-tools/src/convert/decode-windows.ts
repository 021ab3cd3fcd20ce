/** From 128 on, where Windows-1252 is not Latin-1. */
const SIGNS = '€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ'

/** Windows-1252 (WHATWG Encoding, which Node 20 takes for Latin-1). */
export const decodeWindows = (bytes: Uint8Array): string =>
  new TextDecoder('windows-1252')
    .decode(bytes)
    .replaceAll(/[\u{80}-\u{9f}]/gu, (sign) => SIGNS[sign.charCodeAt(0) - 0x80] ?? sign)
