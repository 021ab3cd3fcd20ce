/** What lies over the picture at places of the model: hotspots and dimensions. */
import type { DimensionLayer } from './dimension-layer.js'
import type { LengthUnit } from './dimensions.js'
import { createHotspotLayer, type Hotspot } from './hotspot-layer.js'
import type { Occlusion } from './occlusion.js'
import type { OrbitCamera } from './orbit-camera.js'
import type { HotspotSettings } from '@vectreal/scene-format'
import type { ShownModel } from './shown-model.js'
import type { Surface } from './surface.js'

interface OverlayOptions {
  readonly surface: Surface
  readonly camera: OrbitCamera
  readonly shown: () => ShownModel | null
  onPress(hotspot: Hotspot): void
  /** Something is to be placed that was not there at the last frame. */
  onChange(): void
}

export interface Overlays {
  /** Those of the settings, then those of the file that the settings do not replace. */
  setHotspots(own: readonly HotspotSettings[]): void
  /** Null: none are shown. Rejects where the code for it does not arrive. */
  setDimensions(unit: LengthUnit | null): Promise<void>
  /** After a frame. */
  place(isMoving: boolean, now: number, size: { readonly width: number; readonly height: number }): void
  dispose(): void
}

export function createOverlays({ surface, camera, shown, onPress, onChange }: OverlayOptions): Overlays {
  const hotspots = createHotspotLayer(surface.hotspots, onPress)
  /** Null: the code for it is not there, or not asked for. */
  const loaded: { dimensions: DimensionLayer | null; occlusion: Occlusion | null } = {
    dimensions: null,
    occlusion: null,
  }
  let unit: LengthUnit | null = null

  async function fadeHidden(): Promise<void> {
    if (hotspots.count === 0 || loaded.occlusion !== null) return
    const { createOcclusion } = await import('./tools.js')
    loaded.occlusion ??= createOcclusion(hotspots, camera, shown)
    onChange()
  }
  function measure(): void {
    const box = unit === null ? null : (shown()?.instance.restBox() ?? null)
    loaded.dimensions?.set(box, unit ?? 'm')
    onChange()
  }
  return {
    setHotspots(own) {
      const model = shown()
      const inFile = (model?.instance.hotspots ?? [])
        .filter(({ id }) => !own.some((hotspot) => hotspot.id === id))
        .map((hotspot): Hotspot => ({ ...hotspot, position: [0, 0, 0] }))
      hotspots.set(model === null ? [] : [...own.map((hotspot) => ({ ...hotspot, node: null })), ...inFile])
      onChange()
      // Without that code they are drawn as they are.
      fadeHidden().catch(() => {})
    },
    async setDimensions(next) {
      unit = next
      if (unit !== null && loaded.dimensions === null) {
        const { createDimensionLayer } = await import('./tools.js')
        loaded.dimensions ??= createDimensionLayer(surface.dimensions)
      }
      measure()
    },
    place(isMoving, now, { width, height }) {
      hotspots.place(camera, width, height)
      loaded.dimensions?.place(camera, width, height)
      loaded.occlusion?.look(isMoving, now)
    },
    dispose() {
      loaded.occlusion?.stop()
      hotspots.dispose()
    },
  }
}
