/** What `<vectreal-scene>` takes in markup: read by the types of each framework and by what editors are told. Types only. */
import type { ApiKeySource } from '../keyed-request.js'
import type { SceneMessages } from '../scene/messages.js'
import type { ToolbarWish } from '../scene/toolbar-wish.js'
import type { SceneEventMap } from './scene-element-api.js'

/** On where it is present, off as `false`. */
export type SceneFlag = boolean | '' | 'true' | 'false'

/** The attributes of a `<vectreal-scene>`, as markup spells them. */
export interface SceneAttributes {
  /** Id of a published scene. */
  'scene-id'?: string | undefined
  /** An API key of the scene's project. */
  'api-key'?: string | undefined
  /** Root of the platform. Default: where the script came from. */
  'base-url'?: string | undefined
  /** `lazy` (default): near the view; `eager`: at once; `interaction`: when the visitor presses the button. */
  loading?: 'lazy' | 'eager' | 'interaction' | null | undefined
  /** Text alternative. Default: the scene's own, then its name. */
  alt?: string | null | undefined
  /** Turns the model by itself; `false`: not. Absent: as the scene says. */
  'auto-rotate'?: SceneFlag | null | undefined
  /** Turn, zoom and pan; `false`: none of them. Absent: as the scene says. */
  'camera-controls'?: SceneFlag | null | undefined
  /** Names of built-in controls with spaces between them; empty: all that apply; `none`: none. Absent: as the scene says. */
  toolbar?: ToolbarWish | undefined
  /** Offers AR where the device can do it; `false`: not. Absent: as the scene says. */
  ar?: SceneFlag | null | undefined
  /** What the scene speaks, as a BCP 47 tag. Default: the language of the page, then of the visitor's browser. */
  lang?: string | null | undefined
  /** Where visitors sign in: "please sign in" then has this link. For scenes that are for signed-in visitors. */
  'sign-in-url'?: string | null | undefined
  /** Texts of the page's own, as JSON; the property takes an object. */
  messages?: string | Partial<SceneMessages> | null | undefined
  /** `off`: no failure reports; a number from 0 to 1: the share that is sent. Default 1. */
  reports?: 'off' | number | `${number}` | null | undefined
  /** Also reports how long poster and first frame took. */
  figures?: SceneFlag | null | undefined
  /** Shows code, layer and remedy of a failure on every host; without it on localhost only. */
  debug?: SceneFlag | null | undefined
}

/** Properties whose spelling differs from that of their attribute, for frameworks that set properties. */
export interface SceneProperties {
  sceneId?: string | null | undefined
  /** The key, or a function that gives it or a promise of it, asked before each request. */
  apiKey?: ApiKeySource | null | undefined
  baseUrl?: string | null | undefined
  autoRotate?: boolean | null | undefined
  cameraControls?: boolean | null | undefined
  signInUrl?: string | null | undefined
}

/** A listener for each event of the element, named as React and Svelte name them: `onload`, `onar-status`. */
export type SceneListeners = {
  [Type in keyof SceneEventMap as `on${Type}`]?: ((event: SceneEventMap[Type]) => void) | null | undefined
}
