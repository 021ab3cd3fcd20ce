/** Which hosts are the visitor's own machine. */

/** The hosts that "allow localhost" stands for, in the words of an allowlist. */
export const LOCALHOST_HOSTS = ['localhost', '*.localhost', '127.0.0.1', '[::1]'] as const

/**
 * `localhost`, what lies below it, and the two loopback addresses; never a name that only looks like them.
 *
 * @param host as `URL.hostname` gives it: lower-case, IPv6 in brackets, no port
 */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]' || host.endsWith('.localhost')
}
