/** Hotspots are real buttons in the order of the scene; each frame only moves them. */
import { Matrix3, type Object3D, Vector3 } from 'three'
import { createNote, placeNote } from './hotspot-note.js'
import type { OrbitCamera } from './orbit-camera.js'
import type { HotspotSettings, Vector } from '@vectreal/scene-format'

export interface Hotspot extends Omit<HotspotSettings, 'position' | 'node'> {
  readonly position: Vector
  /** Where given, `position` and `normal` are in its own space. */
  readonly node: Object3D | null
}

export interface HotspotLayer {
  set(hotspots: readonly Hotspot[]): void
  place(camera: OrbitCamera, width: number, height: number): void
  readonly count: number
  /** Fades one of them where `isHidden` says so of its place in the world. */
  fade(index: number, isHidden: (point: Vector3) => boolean): void
  dispose(): void
}

interface Placed {
  readonly hotspot: Hotspot
  readonly button: HTMLButtonElement
  /** While it is open. */
  note: HTMLElement | null
  /** Of the button's middle, in CSS pixels. */
  at: { readonly x: number; readonly y: number }
}

export function createHotspotLayer(layer: HTMLElement, onPress: (hotspot: Hotspot) => void): HotspotLayer {
  let placed: Placed[] = []
  let open: Placed | null = null
  const close = (): void => {
    open?.button.setAttribute('aria-expanded', 'false')
    open?.note?.remove()
    if (open !== null) open.note = null
    open = null
  }
  const press = (one: Placed): void => {
    const wasOpen = open === one
    close()
    if (!wasOpen) {
      open = one
      one.button.setAttribute('aria-expanded', 'true')
      one.note = createNote(one.hotspot, (event) => leave(one, event))
      one.button.after(one.note)
      placeOpen()
    }
    onPress(one.hotspot)
  }
  const leave = (one: Placed, event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || open !== one) return
    one.button.focus()
    close()
    event.stopPropagation()
    // A dialog around it stays open.
    event.preventDefault()
  }
  const placeOpen = (): void => {
    const { note, at } = open ?? { note: null, at: null }
    if (note !== null && at !== null)
      placeNote(note, at, { width: layer.clientWidth, height: layer.clientHeight })
  }
  return {
    set(hotspots) {
      close()
      placed = hotspots.map((hotspot) => {
        const button = document.createElement('button')
        button.type = 'button'
        button.className = 'vectreal-hotspot'
        button.setAttribute('part', 'hotspot')
        button.dataset['hotspot'] = hotspot.id
        button.setAttribute('aria-label', hotspot.label)
        button.setAttribute('aria-expanded', 'false')
        const one: Placed = { hotspot, button, note: null, at: { x: 0, y: 0 } }
        button.addEventListener('click', () => press(one))
        button.addEventListener('keydown', (event) => leave(one, event))
        return one
      })
      layer.replaceChildren(...placed.map(({ button }) => button))
    },
    place(camera, width, height) {
      for (const one of placed) {
        const { point, isAway } = whereIs(one.hotspot, camera)
        point.project(camera)
        const isBehind = point.z > 1 || point.z < -1
        one.button.toggleAttribute('data-away', isAway)
        one.button.toggleAttribute('data-behind', isBehind)
        one.at = { x: ((point.x + 1) / 2) * width, y: ((1 - point.y) / 2) * height }
        one.button.style.transform = `translate(${one.at.x.toFixed(1)}px,${one.at.y.toFixed(1)}px)`
      }
      placeOpen()
    },
    get count() {
      return placed.length
    },
    fade(index, isHidden) {
      const one = placed[index]
      if (one !== undefined) one.button.toggleAttribute('data-occluded', isHidden(placeOf(one.hotspot)))
    },
    dispose() {
      close()
      layer.replaceChildren()
    },
  }
}

/** In world space. `isAway`: its surface is turned away from the camera. */
function whereIs(hotspot: Hotspot, camera: OrbitCamera): { point: Vector3; isAway: boolean } {
  const { normal, node } = hotspot
  const point = placeOf(hotspot)
  if (normal === null) return { point, isAway: false }
  const facing = new Vector3(...normal)
  if (node !== null) facing.applyMatrix3(new Matrix3().getNormalMatrix(node.matrixWorld))
  return { point, isAway: facing.dot(camera.towards(point)) > 0 }
}

function placeOf({ position, node }: Hotspot): Vector3 {
  const point = new Vector3(...position)
  return node === null ? point : node.localToWorld(point)
}
