/** What visitors read and hear, so that a page can give its own language. */
import { VISITOR_LINES } from '@vectreal/scene-format'
import type { ViewerLabels } from '@vectreal/viewer-core'
import { CREDIT_TEXT } from '@vectreal/viewer-core/credit'
import type { VectrealErrorCode } from '../vectreal-error.js'
import type { ToolbarTexts } from '../toolbar/toolbar-texts.js'
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
  /** The scene is for signed-in visitors. */
  readonly signIn: string
  /** The link to where they sign in. */
  readonly signInLink: string
  readonly retry: string
  /** The button of `loading="interaction"`. */
  readonly start: string
  /** `{title}`, `{author}` and `{licence}` stand for themselves. */
  readonly credit: string
  /** Of the toolbar; those left out are in the scene's language. */
  readonly toolbar: Partial<ToolbarTexts>
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
  signIn: 'Please sign in to see the 3D view.',
  signInLink: 'Sign in',
  retry: RETRY,
  start: START,
  credit: CREDIT_TEXT,
  toolbar: {},
}

/** The texts of a language, and over them those of the page. */
export function mergeMessages(
  texts: Partial<SceneMessages>,
  own?: Partial<SceneMessages> | null,
): Partial<SceneMessages> {
  return { ...texts, ...own, toolbar: { ...texts.toolbar, ...own?.toolbar } }
}

/** The calm line for visitors; the reason is not theirs. */
export function failureLine(code: VectrealErrorCode, messages: Partial<SceneMessages> = {}): string {
  const name = VISITOR_LINES[code] ?? 'failed'
  return messages[name] ?? DEFAULT_MESSAGES[name]
}

/** What a page for signed-in visitors is refused with before they have signed in, and once that is over. */
const SIGNED_OUT: readonly VectrealErrorCode[] = ['visitor_token_required', 'missing_token', 'key_expired']

/** Where the page lets visitors sign in; '': it does not say, or that would not help. */
export function signInHref(code: VectrealErrorCode, url = ''): string {
  return SIGNED_OUT.includes(code) ? url : ''
}
