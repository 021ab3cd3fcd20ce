/** Where a new version stands: what the worker would leave alone is not handed to it. */
import type { sceneVersions } from '../../db/scenes.js'

/** Optimising has to save this many bytes; see `minSavedBytes` of asset-tools. */
const SMALL_BYTES = 64 * 1024

type Row = typeof sceneVersions.$inferSelect

/** What a version says of its optimised file. */
export type Optimization = Pick<
  Row,
  'optimization' | 'optimizationDetail' | 'deliveredSha256' | 'deliveredReport'
>

const NO_FILE = { deliveredSha256: null, deliveredReport: null } as const

/** @param isWanted whether anybody here optimises what comes in */
export function initialState(bytes: number, isWanted: boolean): Optimization {
  if (bytes < SMALL_BYTES) {
    const optimizationDetail = `Files below ${SMALL_BYTES} bytes are left alone.`
    return { ...NO_FILE, optimization: 'unchanged', optimizationDetail }
  }
  return { ...NO_FILE, optimization: isWanted ? 'pending' : 'none', optimizationDetail: null }
}

/** A version that takes over the file of another one takes over what is known of it. */
export function inheritedState({
  optimization,
  optimizationDetail,
  deliveredSha256,
  deliveredReport,
}: Optimization): Optimization {
  return { optimization, optimizationDetail, deliveredSha256, deliveredReport }
}
