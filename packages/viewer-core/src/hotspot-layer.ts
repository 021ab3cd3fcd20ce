/** Hotspots are real buttons in the order of the scene; each frame only moves them. */
import { Matrix3, type Object3D, type PerspectiveCamera, Vector3 } from 'three'
import type { HotspotSettings, Vector } from './settings.js'

export interface Hotspot extends Omit<HotspotSettings, 'position'> {
  readonly position: Vector
  /** Where given, `position` and `normal` are in its own space. */
  readonly node: Object3D | null
}

export interface HotspotLayer {
  set(hotspots: readonly Hotspot[]): void
  place(camera: PerspectiveCamera, width: number, height: number): void
  dispose(): void
}

interface Placed {
  readonly hotspot: Hotspot
  readonly button: HTMLButtonElement
}

export function createHotspotLayer(layer: HTMLElement, onPress: (hotspot: Hotspot) => void): HotspotLayer {
  let placed: Placed[] = []
  let open: Placed | null = null
  const point = new Vector3()
  const normal = new Vector3()
  const rotation = new Matrix3()

  const close = (): void => {
    open?.button.setAttribute('aria-expanded', 'false')
    open?.button.querySelector('.vectreal-note')?.remove()
    open = null
  }
  const press = (one: Placed): void => {
    const wasOpen = open === one
    close()
    if (!wasOpen) {
      open = one
      one.button.setAttribute('aria-expanded', 'true')
      one.button.append(createNote(one.hotspot))
    }
    onPress(one.hotspot)
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
        const one: Placed = { hotspot, button }
        button.addEventListener('click', () => press(one))
        button.addEventListener('keydown', (event) => {
          if (event.key !== 'Escape' || open !== one) return
          close()
          event.stopPropagation()
        })
        return one
      })
      layer.replaceChildren(...placed.map(({ button }) => button))
    },
    place(camera, width, height) {
      for (const { hotspot, button } of placed) {
        point.set(...hotspot.position)
        if (hotspot.node !== null) hotspot.node.localToWorld(point)
        let away = false
        if (hotspot.normal !== null) {
          normal.set(...hotspot.normal)
          if (hotspot.node !== null) normal.applyMatrix3(rotation.getNormalMatrix(hotspot.node.matrixWorld))
          away = normal.dot(point.clone().sub(camera.position)) > 0
        }
        point.project(camera)
        const behind = point.z > 1 || point.z < -1
        button.toggleAttribute('data-away', away)
        button.toggleAttribute('data-behind', behind)
        const x = ((point.x + 1) / 2) * width
        const y = ((1 - point.y) / 2) * height
        button.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`
      }
    },
    dispose() {
      close()
      layer.replaceChildren()
    },
  }
}

/** Text nodes only: labels come from whoever edits the scene. */
function createNote({ label, description }: Hotspot): HTMLElement {
  const note = document.createElement('span')
  note.className = 'vectreal-note'
  note.setAttribute('part', 'note')
  const title = document.createElement('strong')
  title.textContent = label
  note.append(title)
  if (description !== '') note.append(description)
  return note
}
