/** Who calls for frames. The viewer asks for one when something changed; without a request nothing is drawn. */
import type { PerspectiveCamera, Scene, WebGLRenderer } from 'three'

export interface FrameDriver {
  requestFrame(): void
  resize?(width: number, height: number, pixelRatio: number): void
  dispose(): void
}

/** What a driver drives: one renderer on one canvas. It is made anew after a lost context. */
export interface DrivenView {
  readonly canvas: HTMLCanvasElement
  readonly renderer: WebGLRenderer
  readonly scene: Scene
  readonly camera: PerspectiveCamera
  readonly width: number
  readonly height: number
  /** Moves what moves, then draws. */
  frame(now: number): void
}

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
