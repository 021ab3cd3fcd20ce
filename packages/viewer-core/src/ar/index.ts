/** `@vectreal/viewer-core/ar`: fetched where a visitor asks for AR in the page. */
export { type ArSession, type ArSessionOptions, type ArSessionStatus, startArSession } from './ar-session.js'
