/** Makes the optimised files that versions wait for. */
import type { Context } from '../../context.js'
import { type ClaimedWork, workOffClaims } from '../../work/claimed-work.js'
import { QueueFullError } from '../../work/fair-queue.js'
import { claimVersion, failAbandoned, failVersion, releaseVersion } from './claim-version.js'
import { optimizeVersion } from './optimize-version.js'

/** @param atOnce 0: this process makes none */
export function createOptimizer(context: Context, atOnce: number): ClaimedWork {
  const { logger } = context
  return workOffClaims({
    name: 'optimising models',
    logger,
    atOnce,
    claim: (turns) => claimVersion(context, turns),
    async attempt(claimed, signal) {
      const { organizationId, sceneId, version } = claimed
      try {
        await optimizeVersion(context, claimed, signal)
        context.afterLookChange({ organizationId, sceneId })
      } catch (error) {
        if (signal.aborted || error instanceof QueueFullError) return releaseVersion(context, claimed)
        logger.warn({ err: error, sceneId, version }, 'model not optimised')
        await failVersion(context, claimed, 'Something broke while it was optimised.')
      }
    },
    tidy: () => failAbandoned(context),
  })
}
