/** Which points of a model are behind something of it. */
import { type Object3D, Raycaster, type Vector3 } from 'three'
import type { HotspotLayer } from './hotspot-layer.js'
import type { OrbitCamera } from './orbit-camera.js'
import { hitsOf } from './pick.js'
import type { ShownModel } from './shown-model.js'

/** A point lies on its surface, not a little below it: as a share of the model's radius. */
const TOLERANCE = 0.02

/** Triangles up to which it is looked at while an animation runs; a larger model waits for its rest. */
const QUICK_TRIANGLES = 20_000
const PLAYING_INTERVAL_MS = 300

export interface Occlusion {
  /** After a frame: fades the hotspots that are behind something now, one a turn of the page. */
  look(isMoving: boolean, now: number): void
  stop(): void
}

export function createOcclusion(
  hotspots: HotspotLayer,
  camera: OrbitCamera,
  shown: () => ShownModel | null,
): Occlusion {
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastLook = 0
  const lookAt = (index: number): void => {
    const model = shown()
    if (model === null || index >= hotspots.count) return
    hotspots.fade(index, (point) => isHidden(point, model.instance.root, camera, model.bounds.radius))
    timer = setTimeout(lookAt, 0, index + 1)
  }
  return {
    look(isMoving, now) {
      const model = shown()
      const isQuick = (model?.instance.model.triangles ?? 0) <= QUICK_TRIANGLES
      if (isMoving && (!isQuick || now - lastLook < PLAYING_INTERVAL_MS)) return
      lastLook = now
      clearTimeout(timer)
      timer = setTimeout(lookAt, 0, 0)
    },
    stop: () => clearTimeout(timer),
  }
}

function isHidden(point: Vector3, root: Object3D, camera: OrbitCamera, radius: number): boolean {
  const towards = camera.towards(point)
  const direction = towards.clone().normalize()
  // A parallel camera sees from a plane; its rays start beside it, and far enough before everything.
  const distance = camera.isOrthographicCamera ? camera.far : towards.length()
  const origin = point.clone().addScaledVector(direction, -distance)
  const ray = new Raycaster(origin, direction, 0, distance - radius * TOLERANCE)
  ray.camera = camera
  return hitsOf(root, ray).length > 0
}
