/** What visitors read and hear, so that a page can give its own language. */
import type { ViewerLabels } from '@vectreal/viewer-core'
import { CREDIT_TEXT } from '@vectreal/viewer-core/credit'

/** Every text of `VectrealViewer` and the viewer in it, shown or spoken. */
export interface ViewerMessages extends ViewerLabels {
  readonly loading: string
  /** Spoken when the model is on screen. */
  readonly loaded: string
  readonly offline: string
  readonly failed: string
  readonly retry: string
  /** The button of `loading="interaction"`. */
  readonly start: string
  /** `{title}`, `{author}` and `{licence}` stand for themselves. */
  readonly credit: string
}

export const DEFAULT_MESSAGES: Omit<ViewerMessages, keyof ViewerLabels> = {
  loading: 'Loading 3D model',
  loaded: '3D model loaded',
  offline: 'You are offline. The 3D model loads when the connection is back.',
  failed: 'The 3D model cannot be shown right now.',
  retry: 'Try again',
  start: 'Show in 3D',
  credit: CREDIT_TEXT,
}
