import type { Dimensions } from './dimensions.js'

/** Every text the viewer shows or speaks, so that a page can give its own language. */
export interface ViewerLabels {
  /** Text alternative where neither scene nor file has a name. */
  readonly model: string
  /** What a screen reader calls the surface, beside the text alternative. */
  readonly role: string
  /** Keys and what they do, for screen readers. */
  readonly instructions: string
  /** Shown when the wheel scrolls the page in place of zooming. */
  readonly scrollHint: string
  readonly play: string
  readonly pause: string
  /** Said after each step of the arrow keys: a side, then `above` or `below`. */
  readonly views: {
    readonly front: string
    readonly right: string
    readonly back: string
    readonly left: string
    readonly above: string
    readonly below: string
  }
  /** `{name}` stands for the camera. */
  readonly camera: string
  /** Said with each of the dimensions: where it stands is only seen. */
  readonly dimensions: Readonly<Record<keyof Dimensions, string>>
}

export const DEFAULT_LABELS: ViewerLabels = {
  model: '3D model',
  role: '3D viewer',
  instructions:
    'Arrow keys turn the model. Plus and minus zoom. Shift with arrow keys moves it. Space plays or pauses. 0 resets the view. Escape leaves the viewer.',
  scrollHint: 'Click the model, or hold Ctrl, to zoom with the wheel',
  play: 'Play animation',
  pause: 'Pause animation',
  views: {
    front: 'Front view',
    right: 'View from the right',
    back: 'Back view',
    left: 'View from the left',
    above: 'from above',
    below: 'from below',
  },
  camera: 'View: {name}',
  dimensions: { width: 'Width', height: 'Height', depth: 'Depth' },
}
