/** What input can do to the view. */
export interface OrbitActions {
  readonly enabled: () => { readonly orbit: boolean; readonly zoom: boolean; readonly pan: boolean }
  turn(azimuth: number, polar: number): void
  /** Shares of the surface's height. */
  pan(right: number, up: number): void
  /** Multiplies the distance; false: the limit is reached. */
  zoom(factor: number): boolean
  reset(): void
  togglePlaying(): void
  /** The wheel turned over a surface that leaves it to the page. */
  hintScroll(): void
  /** After a step by key, to be spoken. */
  keyStep(): void
}
