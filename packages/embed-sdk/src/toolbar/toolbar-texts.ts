import type { ArTexts } from '../ar/ar-texts.js'

/** The texts of the controls. */
export interface ControlTexts {
  /** What the toolbar as a whole is called. */
  readonly name: string
  /** The button of the menu that holds what has no room. */
  readonly more: string
  readonly variants: string
  /** The materials that the file starts with. */
  readonly original: string
  readonly cameras: string
  readonly wholeModel: string
  readonly tour: string
  readonly previous: string
  readonly next: string
  /** `{number}` and `{count}` stand for the step of a tour and how many there are. */
  readonly step: string
  readonly animations: string
  readonly timeline: string
  readonly fullscreen: string
  readonly leaveFullscreen: string
  readonly reset: string
  readonly dimensions: string
  /** No dimensions are shown. */
  readonly off: string
  readonly share: string
  readonly ar: string
}

/** Every text of the toolbar, and of what its controls open. */
export interface ToolbarTexts extends ControlTexts, ArTexts {}

export const DEFAULT_TOOLBAR_TEXTS: ControlTexts = {
  name: '3D view controls',
  more: 'More controls',
  variants: 'Variant',
  original: 'Original',
  cameras: 'View',
  wholeModel: 'Whole model',
  tour: 'Tour',
  previous: 'Previous',
  next: 'Next',
  step: '{number} of {count}',
  animations: 'Animation',
  timeline: 'Position in the animation',
  fullscreen: 'Full screen',
  leaveFullscreen: 'Exit full screen',
  reset: 'Reset view',
  dimensions: 'Dimensions',
  off: 'Off',
  share: 'Share picture',
  ar: 'View in your space',
}
