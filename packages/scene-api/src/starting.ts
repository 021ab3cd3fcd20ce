/** What a server needs while the rest of this package is still loading: its log, and the headers of every response. */
export { securityHeaders } from './http/security-headers.js'
export { createLogger } from './logger.js'
