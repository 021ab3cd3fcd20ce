/** Light without a download: rooms built from boxes and panels, turned into reflections on the GPU. */
import {
  BackSide,
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
  return {
    prepare(preset, onReady) {
      if (preset === 'none' || made.has(preset)) {
        onReady()
        return () => {}
      }
      const room = createRoom(preset)
      // Shaders differ between what is drawn on screen and what is drawn for later use.
      const elsewhere = new WebGLRenderTarget(1, 1, { type: HalfFloatType })
      const before = renderer.getRenderTarget()
      renderer.setRenderTarget(elsewhere)
      const stop = compileAhead(renderer, room, new PerspectiveCamera(), () => {
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
      for (const target of made.values()) target.dispose()
      made.clear()
    },
  }
}

function createRoom(preset: Exclude<Preset, 'none'>): Scene {
  return preset === 'neutral' ? new RoomEnvironment() : preset === 'studio' ? studio() : soft()
}

function filter(renderer: WebGLRenderer, room: Scene): WebGLRenderTarget {
  const generator = new PMREMGenerator(renderer)
  keepSmall(generator)
  try {
    return generator.fromScene(room, BLUR, 0.1, 100, { size: CUBE_SIDE })
  } finally {
    for (const child of room.children) {
      if (child instanceof Mesh) {
        child.geometry.dispose()
        child.material.dispose()
      }
    }
    generator.dispose()
  }
}

/* oxlint-disable no-underscore-dangle -- three's inner names */
/** Newer releases of three raise smaller cubes to 256 pixels. Where the inner name is another, they do just that. */
function keepSmall(generator: PMREMGenerator): void {
  const inner = generator as unknown as { _setSize?: (size: number) => void; _cubeSize: number }
  const setSize = inner._setSize
  if (setSize === undefined) return
  inner._setSize = function (this: typeof inner, size) {
    setSize.call(this, size)
    this._cubeSize = Math.min(this._cubeSize, CUBE_SIDE)
  }
}

/* oxlint-enable no-underscore-dangle */

/** A dark room with a wide panel above, a strip on each side and a dim one behind: crisp highlights. */
function studio(): Scene {
  const room = new Scene()
  room.background = new Color(0.12, 0.12, 0.13)
  addPanel(room, { at: [0, 9, 0], size: [9, 0.1, 9], light: 9 })
  addPanel(room, { at: [-9, 3, 2], size: [0.1, 8, 3], light: 12 })
  addPanel(room, { at: [9, 3, 2], size: [0.1, 8, 3], light: 6 })
  addPanel(room, { at: [0, 2, -9], size: [10, 3, 0.1], light: 2.5 })
  addPanel(room, { at: [0, 1, 9], size: [6, 6, 0.1], light: 1.5 })
  return room
}

/** Even light from all around, a little brighter from above: almost no highlights. */
function soft(): Scene {
  const room = new Scene()
  room.background = new Color(1, 1, 1)
  addPanel(room, { at: [0, 9, 0], size: [16, 0.1, 16], light: 1.6 })
  addPanel(room, { at: [0, -9, 0], size: [16, 0.1, 16], light: 0.55 })
  return room
}

interface Panel {
  readonly at: readonly [number, number, number]
  readonly size: readonly [number, number, number]
  readonly light: number
}

function addPanel(room: Scene, { at, size, light }: Panel): void {
  const material = new MeshBasicMaterial({ color: new Color(light, light, light), toneMapped: false })
  if (size.some((side) => side > 15)) material.side = BackSide
  const panel = new Mesh(new BoxGeometry(...size), material)
  panel.position.set(...at)
  room.add(panel)
}
