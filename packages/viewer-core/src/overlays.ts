/** What lies over the picture at places of the model: hotspots and dimensions. */
import { createDimensionLayer } from './dimension-layer.js'
import type { LengthUnit } from './dimensions.js'
import { createHotspotLayer, type Hotspot } from './hotspot-layer.js'
import { createOcclusion } from './occlusion.js'
import type { OrbitCamera } from './orbit-camera.js'
import type { HotspotSettings } from './settings.js'
import type { ShownModel } from './shown-model.js'
import type { Surface } from './surface.js'

interface OverlayOptions {
  readonly surface: Surface
  readonly camera: OrbitCamera
  readonly shown: () => ShownModel | null
  onPress(hotspot: Hotspot): void
}

export interface Overlays {
  /** Those of the settings, then those of the file that the settings do not replace. */
  setHotspots(own: readonly HotspotSettings[]): void
  /** Null: none are shown. */
  setDimensions(unit: LengthUnit | null): void
  /** After a frame. */
  place(isMoving: boolean, now: number, size: { readonly width: number; readonly height: number }): void
  dispose(): void
}

export function createOverlays({ surface, camera, shown, onPress }: OverlayOptions): Overlays {
  const hotspots = createHotspotLayer(surface.hotspots, onPress)
  const dimensions = createDimensionLayer(surface.dimensions)
  const occlusion = createOcclusion(hotspots, camera, shown)
  return {
    setHotspots(own) {
      const model = shown()
      const inFile = (model?.instance.hotspots ?? [])
        .filter(({ id }) => !own.some((hotspot) => hotspot.id === id))
        .map((hotspot): Hotspot => ({ ...hotspot, position: [0, 0, 0] }))
      hotspots.set(model === null ? [] : [...own.map((hotspot) => ({ ...hotspot, node: null })), ...inFile])
    },
    setDimensions(unit) {
      dimensions.set(unit === null ? null : (shown()?.instance.restBox() ?? null), unit ?? 'm')
    },
    place(isMoving, now, { width, height }) {
      hotspots.place(camera, width, height)
      dimensions.place(camera, width, height)
      occlusion.look(isMoving, now)
    },
    dispose() {
      occlusion.stop()
      hotspots.dispose()
    },
  }
}
