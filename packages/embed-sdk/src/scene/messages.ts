/** What visitors read and hear, so that a page can give its own language. */
import type { ViewerLabels } from '@vectreal/viewer-core'
import { CREDIT_TEXT } from '@vectreal/viewer-core/credit'
import type { VectrealErrorCode } from '../vectreal-error.js'
import { FAILED, OFFLINE, RETRY, START } from './first-messages.js'

/** Every text of a scene and the viewer in it, shown or spoken. */
export interface SceneMessages extends ViewerLabels {
  readonly loading: string
  /** Spoken when the model is on screen. */
  readonly loaded: string
  readonly offline: string
  /** For every failure that has no line of its own below. */
  readonly failed: string
  /** The failure is one of the connection. */
  readonly unreachable: string
  /** The browser cannot draw 3D. */
  readonly unsupported: string
  /** The device ran out of graphics memory. */
  readonly paused: string
  readonly retry: string
  /** The button of `loading="interaction"`. */
  readonly start: string
  /** `{title}`, `{author}` and `{licence}` stand for themselves. */
  readonly credit: string
}

/** English; the viewer's own texts are `DEFAULT_LABELS` of viewer-core. */
export const DEFAULT_MESSAGES: Omit<SceneMessages, keyof ViewerLabels> = {
  loading: 'Loading 3D view',
  loaded: '3D view loaded',
  offline: OFFLINE,
  failed: FAILED,
  unreachable: 'The 3D view could not be loaded. Please check your connection.',
  unsupported: 'This device cannot show the 3D view.',
  paused: 'The 3D view was paused to save graphics memory.',
  retry: RETRY,
  start: START,
  credit: CREDIT_TEXT,
}

const LINE: Partial<Record<VectrealErrorCode, 'unreachable' | 'unsupported' | 'paused'>> = {
  network: 'unreachable',
  webgl_unavailable: 'unsupported',
  context_lost: 'paused',
}

/** The calm line for visitors; the reason is not theirs. */
export function failureLine(code: VectrealErrorCode, messages: Partial<SceneMessages> = {}): string {
  const name = LINE[code] ?? 'failed'
  return messages[name] ?? DEFAULT_MESSAGES[name]
}
