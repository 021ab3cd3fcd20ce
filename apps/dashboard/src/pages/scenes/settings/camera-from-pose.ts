/** Where a camera stands that sees what the viewer shows now. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { SceneSettings } from '@vectreal/scene-format'

type Pose = NonNullable<VectrealViewerHandle['pose']>
type Camera = SceneSettings['cameras'][number]

export function cameraFromPose(name: string, { target, azimuth, polar, distance, fovDegrees }: Pose): Camera {
  const [x, y, z] = target
  const ring = distance * Math.sin(polar)
  return {
    name,
    position: [x + ring * Math.sin(azimuth), y + distance * Math.cos(polar), z + ring * Math.cos(azimuth)],
    target: [x, y, z],
    fovDegrees,
  }
}

/** "View 3": the first of its kind that is not taken. */
export function freeName(prefix: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = `${prefix} ${number}`
    if (!taken.includes(name)) return name
  }
}
