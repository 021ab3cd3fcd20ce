/** The routes that embeds call, and what they keep running. */
import { Router } from 'express'
import type { BaseContext } from '../context.js'
import type { AccessChange } from './access-change.js'

export interface Embed {
  /** Mounted at the root, before the management routes. */
  readonly router: Router
  afterAccessChange(change: AccessChange): Promise<void>
  /** Flushes what is gathered and closes what is open. */
  close(): Promise<void>
}

export function createEmbed(_context: BaseContext): Embed {
  return {
    router: Router(),
    async afterAccessChange() {},
    async close() {},
  }
}
