/** What the demo site is told by whoever starts it. */
export interface DemoOptions {
  /** Where the platform is, as a visitor's browser spells it: `http://localhost:4400`. */
  readonly platformUrl: string
  readonly scenes: readonly DemoScene[]
  readonly apiKey: string
}

export interface DemoScene {
  readonly id: string
  readonly name: string
}
