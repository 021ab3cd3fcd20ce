/** Light without a download: rooms built from boxes and panels, turned into reflections on the GPU. */
import {
  BoxGeometry,
  Color,
  HalfFloatType,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  PMREMGenerator,
  Scene,
  type Texture,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js'
import { compileAhead } from './compile-ahead.js'
import type { EnvironmentSettings } from '@vectreal/scene-format'

type Preset = EnvironmentSettings['preset']

/**
 * Pixels of one side of the light cube. One of them is half as wide as the blur that follows, so more would cost
 * GPU time (16 times as much for three's own 256) and show nothing.
 */
const CUBE_SIDE = 64
const BLUR = 0.04

export interface EnvironmentLight {
  /** Makes the light without holding up the page while shaders are built. The result stops waiting. */
  prepare(preset: Preset, onReady: () => void): () => void
  /** Null for `none`. The texture is made on first use and kept. */
  get(preset: Preset): Texture | null
  dispose(): void
}

export function createEnvironmentLight(renderer: WebGLRenderer): EnvironmentLight {
  const made = new Map<Preset, WebGLRenderTarget>()
  let stop = (): void => {}
  return {
    prepare(preset, onReady) {
      if (preset === 'none' || made.has(preset)) {
        onReady()
        return () => {}
      }
      stop()
      const room = createRoom(preset)
      // Shaders differ between what is drawn on screen and what is drawn for later use.
      const elsewhere = new WebGLRenderTarget(1, 1, { type: HalfFloatType })
      const before = renderer.getRenderTarget()
      renderer.setRenderTarget(elsewhere)
      stop = compileAhead(renderer, room, new PerspectiveCamera(), () => {
        if (!made.has(preset)) made.set(preset, filter(renderer, room))
        onReady()
      })
      renderer.setRenderTarget(before)
      elsewhere.dispose()
      return stop
    },
    get(preset) {
      if (preset === 'none') return null
      const target = made.get(preset) ?? filter(renderer, createRoom(preset))
      made.set(preset, target)
      return target.texture
    },
    dispose() {
      stop()
      for (const target of made.values()) target.dispose()
      made.clear()
    },
  }
}

/** A box of light: where its middle is, its size, and how bright it is. */
type Panel = readonly [
  x: number,
  y: number,
  z: number,
  width: number,
  height: number,
  depth: number,
  light: number,
]

interface Room {
  /** Red, green and blue. */
  readonly background: readonly [number, number, number]
  readonly panels: readonly Panel[]
}

const ROOMS: Readonly<Record<Exclude<Preset, 'none' | 'neutral'>, Room>> = {
  /** A dark room with a wide panel above, a strip on each side and a dim one behind: crisp highlights. */
  studio: {
    background: [0.12, 0.12, 0.13],
    panels: [
      [0, 9, 0, 9, 0.1, 9, 9],
      [-9, 3, 2, 0.1, 8, 3, 12],
      [9, 3, 2, 0.1, 8, 3, 6],
      [0, 2, -9, 10, 3, 0.1, 2.5],
      [0, 1, 9, 6, 6, 0.1, 1.5],
    ],
  },
  /** Even light from all around, a little brighter from above: almost no highlights. */
  soft: {
    background: [1, 1, 1],
    panels: [
      [0, 9, 0, 16, 0.1, 16, 1.6],
      [0, -9, 0, 16, 0.1, 16, 0.55],
    ],
  },
}

function createRoom(preset: Exclude<Preset, 'none'>): Scene {
  if (preset === 'neutral') return new RoomEnvironment()
  const { background, panels } = ROOMS[preset]
  const room = new Scene()
  room.background = new Color(...background)
  for (const [x, y, z, width, height, depth, light] of panels) {
    const material = new MeshBasicMaterial({ toneMapped: false })
    material.color.setScalar(light)
    const panel = new Mesh(new BoxGeometry(width, height, depth), material)
    panel.position.set(x, y, z)
    room.add(panel)
  }
  return room
}

function filter(renderer: WebGLRenderer, room: Scene): WebGLRenderTarget {
  const generator = new PMREMGenerator(renderer)
  keepSmall(generator)
  const light = generator.fromScene(room, BLUR, 0.1, 100, { size: CUBE_SIDE })
  for (const child of room.children) {
    if (child instanceof Mesh) {
      child.geometry.dispose()
      child.material.dispose()
    }
  }
  generator.dispose()
  return light
}

/* oxlint-disable no-underscore-dangle -- three's inner names */
/** Newer releases of three raise smaller cubes to 256 pixels. Where the inner name is another, they do just that. */
function keepSmall(generator: PMREMGenerator): void {
  const inner = generator as unknown as { _setSize?: (size: number) => void; _cubeSize: number }
  const setSize = inner._setSize
  if (setSize !== undefined) {
    inner._setSize = (size) => {
      setSize.call(inner, size)
      inner._cubeSize = Math.min(inner._cubeSize, CUBE_SIDE)
    }
  }
}

/* oxlint-enable no-underscore-dangle */
