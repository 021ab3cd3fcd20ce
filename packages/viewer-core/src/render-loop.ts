/** Who calls for frames. The viewer asks for one when something changed; without a request nothing is drawn. */
import type { PerspectiveCamera, Scene, WebGLRenderer } from 'three'

/** Calls `frame` of the view it drives when a frame was asked for. */
export interface FrameDriver {
  /** Asked twice before the frame comes, it calls once. */
  requestFrame(): void
  /** Sizes in CSS pixels; `pixelRatio` device pixels to each. */
  resize?(width: number, height: number, pixelRatio: number): void
  /** No frame is called for after it. */
  dispose(): void
}

/** What a driver drives: one renderer on one canvas. It is made anew after a lost context. */
export interface DrivenView {
  readonly canvas: HTMLCanvasElement
  readonly renderer: WebGLRenderer
  readonly scene: Scene
  readonly camera: PerspectiveCamera
  /** In CSS pixels, as `height`, when the driver is made. */
  readonly width: number
  readonly height: number
  /** Moves what moves, then draws. */
  frame(now: number): void
}

/** Makes the driver of one view; called again after a lost context. */
export type CreateFrameDriver = (view: DrivenView) => FrameDriver

export const animationFrameDriver: CreateFrameDriver = (view) => {
  let handle: number | null = null
  return {
    requestFrame() {
      handle ??= requestAnimationFrame((now) => {
        handle = null
        view.frame(now)
      })
    },
    dispose() {
      if (handle !== null) cancelAnimationFrame(handle)
    },
  }
}
