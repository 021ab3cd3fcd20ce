/** What lies over the picture at places of the model: hotspots and dimensions. */
import type { DimensionLayer } from './dimension-layer.js'
import type { Hotspot, HotspotLayer } from './hotspot-layer.js'
import type { Occlusion } from './occlusion.js'
import type { ViewerLabels } from './labels.js'
import type { OrbitCamera } from './orbit-camera.js'
import { DEFAULT_SCENE_SETTINGS, type DimensionSettings, type HotspotSettings } from '@vectreal/scene-format'
import type { ShownModel } from './shown-model.js'
import type { Surface } from './surface.js'

interface OverlayOptions {
  readonly surface: Surface
  readonly camera: OrbitCamera
  readonly shown: () => ShownModel | null
  readonly labels: ViewerLabels
  onPress(hotspot: Hotspot): void
  /** Something is to be placed that was not there at the last frame. */
  onChange(): void
}

export interface Overlays {
  /** Those of the settings, then those of the file that the settings do not replace. */
  setHotspots(own: readonly HotspotSettings[]): void
  /** Rejects where the code for it does not arrive. */
  setDimensions(settings: DimensionSettings): Promise<void>
  /** After a frame. */
  place(isMoving: boolean, now: number, size: { readonly width: number; readonly height: number }): void
  dispose(): void
}

export function createOverlays({
  surface,
  camera,
  shown,
  labels,
  onPress,
  onChange,
}: OverlayOptions): Overlays {
  /** Null: the code for it is not there, or not asked for. */
  const loaded: {
    hotspots: HotspotLayer | null
    dimensions: DimensionLayer | null
    occlusion: Occlusion | null
  } = { hotspots: null, dimensions: null, occlusion: null }
  let wanted: readonly Hotspot[] = []
  let dimensions: DimensionSettings = DEFAULT_SCENE_SETTINGS.dimensions
  let isDisposed = false

  async function loadTools() {
    const tools = await import('./tools.js')
    if (!isDisposed) surface.adopt(tools.OVERLAY_CSS)
    return tools
  }
  async function showHotspots(): Promise<void> {
    if (loaded.hotspots === null && wanted.length > 0) {
      const { createHotspotLayer, createOcclusion } = await loadTools()
      if (isDisposed) return
      loaded.hotspots ??= createHotspotLayer(surface.hotspots, onPress)
      loaded.occlusion ??= createOcclusion(loaded.hotspots, camera, shown)
    }
    loaded.hotspots?.set(wanted)
    onChange()
  }
  function measure(): void {
    const box = dimensions.show ? (shown()?.instance.restBox() ?? null) : null
    loaded.dimensions?.set(box, dimensions)
    onChange()
  }
  return {
    setHotspots(own) {
      const model = shown()
      const inFile = (model?.instance.hotspots ?? [])
        .filter(({ id }) => !own.some((hotspot) => hotspot.id === id))
        .map((hotspot): Hotspot => ({ ...hotspot, position: [0, 0, 0] }))
      const nodeOf = (name: string | null) => (name !== null ? (model?.instance.find(name) ?? null) : null)
      wanted =
        model === null
          ? []
          : [...own.map((hotspot) => ({ ...hotspot, node: nodeOf(hotspot.node) })), ...inFile]
      // The picture stands without them where the code for them does not arrive; the next change tries again.
      showHotspots().catch(() => {})
    },
    async setDimensions(next) {
      dimensions = next
      if (dimensions.show && loaded.dimensions === null) {
        const { createDimensionLayer } = await loadTools()
        loaded.dimensions ??= createDimensionLayer(surface.dimensions, labels.dimensions)
      }
      measure()
    },
    place(isMoving, now, { width, height }) {
      loaded.hotspots?.place(camera, width, height)
      loaded.dimensions?.place(camera, width, height)
      loaded.occlusion?.look(isMoving, now)
    },
    dispose() {
      isDisposed = true
      loaded.occlusion?.stop()
      loaded.hotspots?.dispose()
    },
  }
}
