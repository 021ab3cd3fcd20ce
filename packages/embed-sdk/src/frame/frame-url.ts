/** Where the iframe page of a scene is, and what it may do. */
import type { SceneMessages } from '../scene/messages.js'
import type { ToolbarWish } from '../scene/toolbar-wish.js'

/** A scene, and how its iframe page shows it. What is left out is left to the page and the scene's settings. */
export interface FrameAddress {
  /** Root of the platform. */
  readonly baseUrl: string
  readonly sceneId: string
  readonly apiKey: string
  readonly loading?: 'lazy' | 'eager' | 'interaction' | undefined
  /** Text alternative; absent: the scene's own. */
  readonly alt?: string | undefined
  readonly autoRotate?: boolean | undefined
  /** True: turn, zoom and pan. False: none of them. */
  readonly cameraControls?: boolean | undefined
  /** Which built-in controls, as `ToolbarWish`; absent: as the scene says. */
  readonly toolbar?: ToolbarWish | undefined
  /** Offers AR where the device can do it; absent: as the scene says. */
  readonly ar?: boolean | undefined
  /** Where visitors sign in, as an absolute URL, for scenes that are for signed-in visitors; `embedFrame` takes a relative one, too. */
  readonly signInUrl?: string | undefined
  /** A BCP 47 tag. Absent: the language of the visitor's browser; `embedFrame` takes that of the page. */
  readonly lang?: string | undefined
  /** Texts of the page's own; what is left out is in the language of `lang`. */
  readonly messages?: Partial<SceneMessages> | undefined
}

/** The frame is of another origin than its page, so `allow-same-origin` gives it nothing of the page. */
export const FRAME_SANDBOX =
  'allow-scripts allow-same-origin allow-downloads allow-popups allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols'
export const FRAME_ALLOW =
  'fullscreen; web-share; xr-spatial-tracking; accelerometer; gyroscope; magnetometer'

/**
 * The address of the frame. The key rides in the fragment, which browsers do not send.
 *
 * @throws TypeError without a scene
 */
export function frameUrl(address: FrameAddress): string {
  const { sceneId, apiKey, baseUrl, loading, alt, autoRotate, cameraControls, toolbar, ar } = address
  const { signInUrl, lang, messages } = address
  if (!sceneId) throw new TypeError('`sceneId` must be the id of a scene')
  const url = new URL(`embed/${encodeURIComponent(sceneId)}`, baseUrl.replace(/\/*$/, '/'))
  const parameters = new URLSearchParams({ key: apiKey ?? '' })
  const texts = messages && JSON.stringify(messages)
  const rest = {
    loading,
    alt,
    'auto-rotate': autoRotate,
    'camera-controls': cameraControls,
    toolbar: Array.isArray(toolbar) ? toolbar.join(' ') : toolbar,
    ar,
    'sign-in-url': signInUrl,
    lang,
    messages: texts,
  }
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  }
  url.hash = parameters.toString()
  return url.href
}
