/** How many pixels to draw: fewer while frames come slowly and something moves, all of them at rest. */
const SLOW_FRAME_MS = 26
const FAST_FRAME_MS = 14
const STEPS = [1, 0.8, 0.65, 0.5] as const
/** Frames to look at before the resolution changes. */
const WINDOW = 6
/** Longer gaps are pauses, not slow frames. */
const PAUSE_MS = 250

export interface Resolution {
  /** Share of the full resolution to draw the next frame at. */
  next(now: number, moving: boolean): number
}

export function createResolution(): Resolution {
  let step = 0
  let last = 0
  let sum = 0
  let frames = 0
  return {
    next(now, moving) {
      const gap = now - last
      last = now
      if (!moving) {
        sum = frames = 0
        return 1
      }
      if (gap > 0 && gap < PAUSE_MS) {
        sum += gap
        frames += 1
      }
      if (frames >= WINDOW) {
        const mean = sum / frames
        sum = frames = 0
        if (mean > SLOW_FRAME_MS) step = Math.min(step + 1, STEPS.length - 1)
        else if (mean < FAST_FRAME_MS) step = Math.max(step - 1, 0)
      }
      return STEPS[step] ?? 1
    },
  }
}

const MAX_PIXEL_RATIO = 2
/** About a 2560 x 1600 picture; beyond it the eye gains nothing and the GPU pays. */
const MAX_PIXELS = 4_096_000

/** Device pixels per CSS pixel to draw with. Save-Data asks for one. */
export function fullPixelRatio(width: number, height: number): number {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  const wanted = connection?.saveData === true ? 1 : Math.min(devicePixelRatio || 1, MAX_PIXEL_RATIO)
  return Math.min(wanted, Math.sqrt(MAX_PIXELS / Math.max(width * height, 1)))
}
