/** A revoked key must fail at once, from a warm cache too: kept by the browser, used only after asking us. */
export const KEYED_CACHE = 'private, no-cache'
