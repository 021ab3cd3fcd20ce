/** Whether this browser knows passkeys. */
export const hasPasskeys = () => typeof globalThis.PublicKeyCredential === 'function'
