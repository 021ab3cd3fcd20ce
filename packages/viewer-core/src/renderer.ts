/** One WebGL context with what belongs to it: light and shadow. It goes as a whole and can come again. */
import {
  ACESFilmicToneMapping,
  AgXToneMapping,
  CineonToneMapping,
  Color,
  LinearToneMapping,
  MathUtils,
  NeutralToneMapping,
  NoToneMapping,
  type Object3D,
  type PerspectiveCamera,
  ReinhardToneMapping,
  Scene,
  type WebGLRenderer,
} from 'three'
import { compileAhead } from './compile-ahead.js'
import type { ModelBounds } from './frame-model.js'
import { takeContext } from './lit-context.js'
import type { SceneSettings, ToneMapping } from '@vectreal/scene-format'

const TONE_MAPPINGS: Readonly<Record<ToneMapping, WebGLRenderer['toneMapping']>> = {
  neutral: NeutralToneMapping,
  agx: AgXToneMapping,
  aces: ACESFilmicToneMapping,
  reinhard: ReinhardToneMapping,
  cineon: CineonToneMapping,
  linear: LinearToneMapping,
  none: NoToneMapping,
}

export interface StageRenderer {
  readonly canvas: HTMLCanvasElement
  readonly renderer: WebGLRenderer
  readonly scene: Scene
  apply(settings: SceneSettings): void
  /** The shadow is drawn again with the next frame. */
  markShadow(): void
  /** As it was last resized to, in CSS pixels. */
  readonly size: { readonly width: number; readonly height: number; readonly pixelRatio: number }
  /** False: it has that size already. */
  resize(width: number, height: number, pixelRatio: number): boolean
  /** Gets ready to draw what is in the scene, without holding up the page. The result stops waiting. */
  prepare(camera: PerspectiveCamera, onReady: () => void): () => void
  draw(camera: PerspectiveCamera, bounds: ModelBounds | null): void
  dispose(): void
}

/** @throws ModelError `webgl_unavailable` */
export function createStageRenderer(world: Object3D): StageRenderer {
  const { canvas, renderer, light, shadow, end } = takeContext()
  const scene = new Scene()
  scene.add(world, shadow.object)
  let settings: SceneSettings | null = null
  let size = { width: 0, height: 0, pixelRatio: 1 }
  let shadowDue = true
  /** False until the first light is there, or somebody cannot wait for it. */
  let isLit = false

  const apply = (next: SceneSettings): void => {
    settings = next
    renderer.toneMapping = TONE_MAPPINGS[next.toneMapping]
    renderer.toneMappingExposure = next.exposure
    const texture = isLit ? light.get(next.environment.preset) : null
    scene.environment = texture
    scene.environmentIntensity = next.environment.intensity
    scene.environmentRotation.y = MathUtils.degToRad(next.environment.rotationDegrees)
    scene.backgroundRotation.y = scene.environmentRotation.y
    const { background } = next
    scene.background =
      background.kind === 'color'
        ? new Color(background.color)
        : background.kind === 'environment'
          ? texture
          : null
    scene.backgroundBlurriness = background.kind === 'environment' ? background.blur : 0
    shadowDue = true
  }
  const turnOn = (): void => {
    if (isLit || settings === null) return
    isLit = true
    apply(settings)
  }

  return {
    canvas,
    renderer,
    scene,
    apply,
    markShadow() {
      shadowDue = true
    },
    get size() {
      return size
    },
    resize(width, height, pixelRatio) {
      if (size.width === width && size.height === height && size.pixelRatio === pixelRatio) return false
      size = { width, height, pixelRatio }
      renderer.setPixelRatio(pixelRatio)
      renderer.setSize(width, height, false)
      return true
    },
    prepare(camera, onReady) {
      let stop = (): void => {}
      const stopLight = light.prepare(settings?.environment.preset ?? 'none', () => {
        turnOn()
        stop = compileAhead(renderer, scene, camera, onReady)
      })
      return () => {
        stopLight()
        stop()
      }
    },
    draw(camera, bounds) {
      turnOn()
      if (shadowDue && bounds !== null && settings !== null) {
        shadow.update(scene, bounds, settings.shadow)
        shadowDue = false
      }
      renderer.render(scene, camera)
    },
    dispose() {
      scene.remove(world)
      end()
    },
  }
}
