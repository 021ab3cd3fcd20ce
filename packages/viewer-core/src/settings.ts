/** How a scene is shown. The API stores what differs from the defaults; this file holds the whole shape. */
export type Vector = readonly [number, number, number]

export type ToneMapping = 'neutral' | 'agx' | 'aces' | 'reinhard' | 'cineon' | 'linear' | 'none'

export type Background =
  | { readonly kind: 'transparent' }
  /** `color` is `#rrggbb`. */
  | { readonly kind: 'color'; readonly color: string }
  /** `blur` from 0 (sharp) to 1. */
  | { readonly kind: 'environment'; readonly blur: number }

export interface EnvironmentSettings {
  readonly preset: 'neutral' | 'studio' | 'soft' | 'none'
  readonly intensity: number
  readonly rotationDegrees: number
}

export interface ShadowSettings {
  readonly kind: 'contact' | 'none'
  /** 0 to 1. */
  readonly opacity: number
  /** 0 (crisp) to 1 (soft). */
  readonly softness: number
}

export interface ControlSettings {
  readonly orbit: boolean
  readonly zoom: boolean
  readonly pan: boolean
  readonly autoRotate: boolean
  readonly autoRotateDegreesPerSecond: number
  /** In the model's own units; null: from the size of the model. */
  readonly minDistance: number | null
  readonly maxDistance: number | null
  readonly minPolarDegrees: number
  readonly maxPolarDegrees: number
}

export interface CameraSettings {
  readonly name: string
  readonly position: Vector
  readonly target: Vector
  /** Vertical field of view. */
  readonly fovDegrees: number
}

export interface AnimationSettings {
  readonly autoplay: boolean
  /** Name of a clip; null: the first one. */
  readonly clip: string | null
  readonly loop: 'repeat' | 'once' | 'pingpong'
  readonly speed: number
}

export interface HotspotSettings {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly position: Vector
  /** Where given, the hotspot hides while its surface faces away. */
  readonly normal: Vector | null
  /** Name of the camera to fly to when it is pressed. */
  readonly camera: string | null
}

export interface Credit {
  readonly title: string
  readonly author: string
  readonly licence: string
  readonly sourceUrl: string
}

export interface SceneSettings {
  readonly background: Background
  readonly environment: EnvironmentSettings
  readonly toneMapping: ToneMapping
  /** 0.05 to 8. */
  readonly exposure: number
  readonly shadow: ShadowSettings
  readonly controls: ControlSettings
  readonly cameras: readonly CameraSettings[]
  /** A camera of `cameras` or of the file; null: frame the whole model. */
  readonly initialCamera: string | null
  readonly animation: AnimationSettings
  readonly variant: string | null
  readonly hotspots: readonly HotspotSettings[]
  /** Text alternative; '' lets the scene's name stand in. */
  readonly alt: string
  readonly credit: Credit | null
}

/** `SceneSettings` with any part left out, as it is stored and as `createViewer` takes it. */
export type SparseSceneSettings = {
  readonly [Part in keyof SceneSettings]?: SceneSettings[Part] extends
    | EnvironmentSettings
    | ShadowSettings
    | ControlSettings
    | AnimationSettings
    ? Partial<SceneSettings[Part]>
    : SceneSettings[Part]
}

export const DEFAULT_SCENE_SETTINGS: SceneSettings = {
  background: { kind: 'transparent' },
  environment: { preset: 'neutral', intensity: 1, rotationDegrees: 0 },
  toneMapping: 'neutral',
  exposure: 1,
  shadow: { kind: 'contact', opacity: 0.4, softness: 0.6 },
  controls: {
    orbit: true,
    zoom: true,
    pan: true,
    autoRotate: false,
    autoRotateDegreesPerSecond: 20,
    minDistance: null,
    maxDistance: null,
    minPolarDegrees: 0,
    maxPolarDegrees: 180,
  },
  cameras: [],
  initialCamera: null,
  animation: { autoplay: true, clip: null, loop: 'repeat', speed: 1 },
  variant: null,
  hotspots: [],
  alt: '',
  credit: null,
}

/** Fills what `sparse` leaves out: later arguments win, groups merge field by field, lists and unions whole. */
export function fillSettings(...layers: readonly (SparseSceneSettings | undefined)[]): SceneSettings {
  let filled = DEFAULT_SCENE_SETTINGS
  for (const layer of layers) {
    if (layer === undefined) continue
    filled = {
      ...filled,
      ...withoutUndefined(layer),
      environment: { ...filled.environment, ...withoutUndefined(layer.environment ?? {}) },
      shadow: { ...filled.shadow, ...withoutUndefined(layer.shadow ?? {}) },
      controls: { ...filled.controls, ...withoutUndefined(layer.controls ?? {}) },
      animation: { ...filled.animation, ...withoutUndefined(layer.animation ?? {}) },
    }
  }
  return filled
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
}
