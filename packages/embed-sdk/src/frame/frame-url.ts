/** Where the iframe page of a scene is, and what it may do. */
import type { SceneMessages } from '../scene/messages.js'

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
  /** Texts in another language; what is left out is English. */
  readonly messages?: Partial<SceneMessages> | undefined
}

/** The frame is of another origin than its page, so `allow-same-origin` gives it nothing of the page. */
export const FRAME_SANDBOX = 'allow-scripts allow-same-origin'
export const FRAME_ALLOW = 'fullscreen; xr-spatial-tracking'

/** The address of the frame. The key rides in the fragment, which browsers do not send. */
export function frameUrl(address: FrameAddress): string {
  const { sceneId, apiKey, baseUrl, loading, alt, autoRotate, cameraControls, messages } = address
  const url = new URL(`embed/${encodeURIComponent(sceneId)}`, baseUrl.replace(/\/*$/, '/'))
  const parameters = new URLSearchParams({ key: apiKey })
  const texts = messages && JSON.stringify(messages)
  const rest = { loading, alt, 'auto-rotate': autoRotate, 'camera-controls': cameraControls, messages: texts }
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) parameters.set(name, String(value))
  }
  url.hash = parameters.toString()
  return url.href
}
