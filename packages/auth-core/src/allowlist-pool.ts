/** Compiled allowlists by content, so that the many scenes of a project share one. */
import { compileAllowlist, type Allowlist, type AllowlistSettings } from './allowlist.js'

export interface AllowlistPool {
  compile(settings: AllowlistSettings): Allowlist
}

/** Holds `maxEntries`; the one asked for the longest time ago goes first. */
export function createAllowlistPool(maxEntries: number): AllowlistPool {
  const pool = new Map<string, Allowlist>()
  return {
    compile(settings) {
      const content = `${settings.version} ${settings.allowLocalhost} ${settings.allowedDomains.join(' ')}`
      const allowlist = pool.get(content) ?? compileAllowlist(settings)
      pool.delete(content)
      pool.set(content, allowlist)
      if (pool.size > maxEntries) pool.delete(pool.keys().next().value as string)
      return allowlist
    },
  }
}
