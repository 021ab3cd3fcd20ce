/** How tokens and keys look, as regular expressions that git understands as well. */

/** Whatever stands beside it, such as the escapes `\u0022` and `%3D`: the checksum tells a token from another word. */
export const TOKEN_FORM = 'vctrl(svc)?_[0-9A-Za-z]{43}'
/** The beginning of every Ed25519 key in PKCS #8 (RFC 8410), in base64; 32 bytes follow. */
export const SIGNING_KEY_FORM = 'MC4CAQAwBQYDK2VwBCIEI[0-9A-Za-z+/]{43}'
/** Of everything that may be one. */
export const SECRET_FORM = `${TOKEN_FORM}|${SIGNING_KEY_FORM}`
