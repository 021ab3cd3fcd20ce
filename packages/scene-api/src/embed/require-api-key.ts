/** Guards a route of someone else's Express app with the keys, allowlists and limits of this one. */
import type { Request, RequestHandler } from 'express'
import type { Embed } from './router.js'

/** What `requireApiKey` takes. */
export interface RequireApiKeyOptions {
  /** From `createSceneApi`: its database, cache and counts are shared. */
  readonly api: Pick<Embed, 'requireAccess'>
  /** Which scene a request is for. Default: the route parameter `sceneId`. */
  readonly sceneId?: (req: Request) => string | undefined
}

/**
 * Middleware for routes that serve something of a published scene: checks the `Authorization` header and the page's
 * origin as the embed routes do, sends refusals and preflights itself, and leaves an `EmbedAccess` in
 * `res.locals.vectreal` for the handler behind it.
 */
export function requireApiKey({ api, sceneId = fromParameter }: RequireApiKeyOptions): RequestHandler {
  return api.requireAccess(sceneId)
}

function fromParameter({ params }: Request): string | undefined {
  const { sceneId } = params
  return typeof sceneId === 'string' ? sceneId : undefined
}
