/** How a scene is shown; every field is present in a manifest. */
type Vector = readonly [number, number, number]

export interface SceneSettings {
  readonly background:
    | { readonly kind: 'transparent' }
    | { readonly kind: 'color'; readonly color: string }
    | { readonly kind: 'environment'; readonly blur: number }
  readonly environment: {
    readonly preset: 'neutral' | 'studio' | 'soft' | 'none'
    readonly intensity: number
    readonly rotationDegrees: number
  }
  readonly toneMapping: 'neutral' | 'agx' | 'aces' | 'reinhard' | 'cineon' | 'linear' | 'none'
  readonly exposure: number
  readonly shadow: { readonly kind: 'contact' | 'none'; readonly opacity: number; readonly softness: number }
  readonly controls: {
    readonly orbit: boolean
    readonly zoom: boolean
    readonly pan: boolean
    readonly autoRotate: boolean
    readonly autoRotateDegreesPerSecond: number
    readonly minDistance: number | null
    readonly maxDistance: number | null
    readonly minPolarDegrees: number
    readonly maxPolarDegrees: number
  }
  readonly cameras: readonly {
    readonly name: string
    readonly position: Vector
    readonly target: Vector
    readonly fovDegrees: number
  }[]
  readonly initialCamera: string | null
  readonly animation: {
    readonly autoplay: boolean
    readonly clip: string | null
    readonly loop: 'repeat' | 'once' | 'pingpong'
    readonly speed: number
  }
  readonly variant: string | null
  readonly hotspots: readonly {
    readonly id: string
    readonly label: string
    readonly description: string
    readonly position: Vector
    readonly normal: Vector | null
    readonly camera: string | null
  }[]
  readonly alt: string
  readonly credit: {
    readonly title: string
    readonly author: string
    readonly licence: string
    readonly sourceUrl: string
  } | null
}
