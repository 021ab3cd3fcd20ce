/** How a scene is shown: the whole shape, what each part may be, and what it is where nothing is set. */

/** Named alternatives of the settings, in the order that forms list them. */
export const SETTING_CHOICES = {
  toneMapping: ['neutral', 'agx', 'aces', 'reinhard', 'cineon', 'linear', 'none'],
  environmentPreset: ['neutral', 'studio', 'soft', 'none'],
  shadowKind: ['contact', 'none'],
  animationLoop: ['repeat', 'once', 'pingpong'],
  arPlacement: ['floor', 'wall'],
  arScale: ['free', 'fixed'],
  toolbarControl: [
    'tour',
    'variants',
    'cameras',
    'animations',
    'dimensions',
    'ar',
    'reset',
    'share',
    'fullscreen',
  ],
  lengthUnit: ['m', 'cm', 'mm', 'in'],
} as const

/** Least and most of each number that can be set. */
export const SETTING_RANGES = {
  exposure: [0.05, 8],
  backgroundBlur: [0, 1],
  environmentIntensity: [0, 10],
  environmentRotationDegrees: [-360, 360],
  shadowOpacity: [0, 1],
  shadowSoftness: [0, 1],
  autoRotateDegreesPerSecond: [-360, 360],
  distance: [0, 1e9],
  polarDegrees: [0, 180],
  fovDegrees: [1, 170],
  animationSpeed: [-10, 10],
  metresPerUnit: [1e-6, 1e6],
  coordinate: [-1e9, 1e9],
} as const

type Choice<Name extends keyof typeof SETTING_CHOICES> = (typeof SETTING_CHOICES)[Name][number]

/** x, y and z in the model's own units, y up (glTF 2.0 §3.4: right-handed, metres). */
export type Vector = readonly [number, number, number]

/** How light becomes colours of the screen: three's tone mapping of that name. */
export type ToneMapping = Choice<'toneMapping'>

/** What is behind the model. */
export type Background =
  | { readonly kind: 'transparent' }
  /** `color` is `#rrggbb`. */
  | { readonly kind: 'color'; readonly color: string }
  /** `blur` from 0 (sharp) to 1. */
  | { readonly kind: 'environment'; readonly blur: number }

/** The light of the scene, made on the GPU: nothing is downloaded. `none`: only the lights of the file. */
export interface EnvironmentSettings {
  readonly preset: Choice<'environmentPreset'>
  /** 1: as the preset has it. */
  readonly intensity: number
  /** Around the vertical axis. */
  readonly rotationDegrees: number
}

/** The shadow under the model. */
export interface ShadowSettings {
  readonly kind: Choice<'shadowKind'>
  /** 0 to 1. */
  readonly opacity: number
  /** 0 (crisp) to 1 (soft). */
  readonly softness: number
}

/** What visitors may do with the camera, and how far. */
export interface ControlSettings {
  /** Turning by drag, touch or arrow keys. */
  readonly orbit: boolean
  readonly zoom: boolean
  readonly pan: boolean
  /** Turns while nobody uses the viewer; never for visitors who asked for less motion. */
  readonly autoRotate: boolean
  /** Negative: the other way round. */
  readonly autoRotateDegreesPerSecond: number
  /** In the model's own units; null: from the size of the model. */
  readonly minDistance: number | null
  /** As `minDistance`. */
  readonly maxDistance: number | null
  /** From straight above (0) to straight below (180). */
  readonly minPolarDegrees: number
  /** As `minPolarDegrees`. */
  readonly maxPolarDegrees: number
}

/** A named view of the scene. */
export interface CameraSettings {
  /** Distinct within a scene. */
  readonly name: string
  readonly position: Vector
  /** The point it looks at. */
  readonly target: Vector
  /** Vertical field of view. */
  readonly fovDegrees: number
}

/** Which clip plays, and how. */
export interface AnimationSettings {
  /** Not for visitors who asked for less motion. */
  readonly autoplay: boolean
  /** Name of a clip; null: the first one. */
  readonly clip: string | null
  readonly loop: Choice<'animationLoop'>
  /** 1: as fast as in the file; negative: backwards. */
  readonly speed: number
}

/** How phones place the model in a room. */
export interface ArSettings {
  /** Whether the viewer offers AR where the device can do it. */
  readonly enabled: boolean
  /** What it stands on or hangs at. */
  readonly placement: Choice<'arPlacement'>
  /** `fixed`: always in its real size. */
  readonly scale: Choice<'arScale'>
}

/** A point of the model with a button on it. */
export interface HotspotSettings {
  /** Distinct within a scene. */
  readonly id: string
  /** What the button is called. */
  readonly label: string
  /** Shown when it is pressed; '' shows the label alone. */
  readonly description: string
  readonly position: Vector
  /** Where given, the hotspot hides while its surface faces away. */
  readonly normal: Vector | null
  /** Name of the camera to fly to when it is pressed. */
  readonly camera: string | null
  /**
   * Name of the node of the file that it moves with; `position` and `normal` are then in the node's own space. Null: it
   * stands where it is.
   */
  readonly node: string | null
}

/** A hotspot of sparse settings: `node` may be left out. */
type SparseHotspot = Omit<HotspotSettings, 'node'> & Partial<Pick<HotspotSettings, 'node'>>

/** A built-in control of the toolbar. */
export type ToolbarControl = Choice<'toolbarControl'>

/** Units that dimensions are shown in: metres, centimetres, millimetres, inches. */
export type LengthUnit = Choice<'lengthUnit'>

/** Width, height and depth at the edges of the model. */
export interface DimensionSettings {
  /** From the start; visitors may show or hide them where the toolbar has the control. */
  readonly show: boolean
  readonly unit: LengthUnit
  /** How long one unit of the file is; 1, as glTF has it (§3.4), where the file is in metres. */
  readonly metresPerUnit: number
}

/** One step of a tour. */
export interface TourStep {
  /** A camera of `cameras` or of the file. */
  readonly camera: string
  /** Shown while the step is; '' shows none. */
  readonly text: string
}

/** Who made the model, as its licence asks to be named. Unknown parts are empty. */
export interface Credit {
  readonly title: string
  readonly author: string
  /** As text, for example `CC BY 4.0`. */
  readonly licence: string
  /** Where the model comes from; linked where it is http or https. */
  readonly sourceUrl: string
}

/** How a scene is shown, with nothing left out. */
export interface SceneSettings {
  readonly background: Background
  readonly environment: EnvironmentSettings
  readonly toneMapping: ToneMapping
  /** 0.05 to 8. */
  readonly exposure: number
  readonly shadow: ShadowSettings
  readonly controls: ControlSettings
  /** Views beside those of the file. */
  readonly cameras: readonly CameraSettings[]
  /** A camera of `cameras` or of the file; null: frame the whole model. */
  readonly initialCamera: string | null
  readonly animation: AnimationSettings
  readonly ar: ArSettings
  /** A material variant of the file; null: the materials it starts with. */
  readonly variant: string | null
  readonly hotspots: readonly HotspotSettings[]
  readonly dimensions: DimensionSettings
  /** Views in the order in which visitors are led through them. */
  readonly tour: readonly TourStep[]
  /** Built-in controls over the picture, in this order; empty: all that apply; null: none. */
  readonly toolbar: readonly ToolbarControl[] | null
  /** Text alternative; '' lets the scene's name stand in. */
  readonly alt: string
  /** Null: what the file says, if anything. */
  readonly credit: Credit | null
}

/** `SceneSettings` with any part left out, as it is stored and as `createViewer` takes it. */
export type SparseSceneSettings = { readonly hotspots?: readonly SparseHotspot[] } & {
  readonly [Part in Exclude<keyof SceneSettings, 'hotspots'>]?: SceneSettings[Part] extends
    | EnvironmentSettings
    | ShadowSettings
    | ControlSettings
    | AnimationSettings
    | ArSettings
    | DimensionSettings
    ? Partial<SceneSettings[Part]>
    : SceneSettings[Part]
}

export const DEFAULT_SCENE_SETTINGS: SceneSettings = {
  background: { kind: 'transparent' },
  environment: { preset: 'neutral', intensity: 1, rotationDegrees: 0 },
  toneMapping: 'neutral',
  exposure: 1,
  shadow: { kind: 'contact', opacity: 0.5, softness: 0.5 },
  controls: {
    orbit: true,
    zoom: true,
    pan: true,
    autoRotate: false,
    autoRotateDegreesPerSecond: 30,
    minDistance: null,
    maxDistance: null,
    minPolarDegrees: 0,
    maxPolarDegrees: 180,
  },
  cameras: [],
  initialCamera: null,
  animation: { autoplay: true, clip: null, loop: 'repeat', speed: 1 },
  ar: { enabled: false, placement: 'floor', scale: 'free' },
  variant: null,
  hotspots: [],
  dimensions: { show: false, unit: 'cm', metresPerUnit: 1 },
  tour: [],
  toolbar: null,
  alt: '',
  credit: null,
}

/** What is left out of a background, a camera, a hotspot or a credit, which exist only where somebody makes them. */
export const DEFAULT_BACKGROUND_BLUR = 0
export const DEFAULT_FOV_DEGREES = 45
export const EMPTY_CREDIT: Credit = { title: '', author: '', licence: '', sourceUrl: '' }

/** Fills what `sparse` leaves out: later arguments win, groups merge field by field, lists and unions whole. */
export function fillSettings(...layers: readonly (SparseSceneSettings | null | undefined)[]): SceneSettings {
  let filled = DEFAULT_SCENE_SETTINGS
  for (const layer of layers) {
    if (!layer) continue
    filled = {
      ...filled,
      ...withoutUndefined(layer),
      environment: { ...filled.environment, ...withoutUndefined(layer.environment ?? {}) },
      shadow: { ...filled.shadow, ...withoutUndefined(layer.shadow ?? {}) },
      controls: { ...filled.controls, ...withoutUndefined(layer.controls ?? {}) },
      animation: { ...filled.animation, ...withoutUndefined(layer.animation ?? {}) },
      ar: { ...filled.ar, ...withoutUndefined(layer.ar ?? {}) },
      dimensions: { ...filled.dimensions, ...withoutUndefined(layer.dimensions ?? {}) },
      hotspots: layer.hotspots?.map((hotspot) => ({ node: null, ...hotspot })) ?? filled.hotspots,
    }
  }
  return filled
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
}
