/** The side a model is seen from, in words. */
import { MathUtils } from 'three'
import type { ViewerLabels } from './labels.js'
import type { OrbitPose } from './orbit-pose.js'

export function describeView({ azimuth, polar }: OrbitPose, { views }: ViewerLabels): string {
  const turn = MathUtils.euclideanModulo(MathUtils.radToDeg(azimuth), 360)
  const side = ([views.front, views.right, views.back, views.left] as const)[Math.round(turn / 90) % 4]
  const degrees = MathUtils.radToDeg(polar)
  return [side, degrees < 45 ? views.above : degrees > 120 ? views.below : ''].filter(Boolean).join(' ')
}
