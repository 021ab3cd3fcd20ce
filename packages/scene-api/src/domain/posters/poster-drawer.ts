/** Makes posters of models that nobody has looked at: those that programs upload. */
import type { Context } from '../../context.js'
import { type ClaimedWork, workOffClaims } from '../../work/claimed-work.js'
import { QueueFullError } from '../../work/fair-queue.js'
import { claimPoster, releasePoster } from './claim-poster.js'
import { drawPoster } from './draw-poster.js'

/** Without a browser, or the viewer's files, it makes none. */
export function createPosterDrawer(context: Context, isWanted: boolean): ClaimedWork {
  const { logger, settings } = context
  const { posterBrowser: browser, embedFiles } = settings
  const tools = browser === undefined || embedFiles === undefined ? null : { browser, embedFiles }
  return workOffClaims({
    name: 'making posters',
    logger,
    atOnce: isWanted && tools !== null ? 1 : 0,
    claim: async (turns) => (tools === null ? null : claimPoster(context, turns)),
    async attempt(claimed, signal) {
      if (tools === null) return
      const { sceneId, version } = claimed
      try {
        await drawPoster(context, claimed, tools, signal)
      } catch (error) {
        if (signal.aborted || error instanceof QueueFullError) return releasePoster(context, claimed, false)
        logger.warn({ err: error, sceneId, version }, 'no poster made')
        await releasePoster(context, claimed, true)
      }
    },
    tidy: async () => undefined,
  })
}
