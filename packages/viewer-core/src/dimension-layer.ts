/** The lines and figures of the dimensions over the picture; each frame moves them. */
import type { Box3, Vector3 } from 'three'
import { dimensionLines, type Dimensions, dimensionsOf, formatLength } from './dimensions.js'
import type { ViewerLabels } from './labels.js'
import type { OrbitCamera } from './orbit-camera.js'
import type { DimensionSettings } from '@vectreal/scene-format'

const SVG = 'http://www.w3.org/2000/svg'

export interface DimensionLayer {
  /** Null: nothing is shown. */
  set(box: Box3 | null, settings: DimensionSettings): void
  place(camera: OrbitCamera, width: number, height: number): void
}

export function createDimensionLayer(layer: HTMLElement, names: ViewerLabels['dimensions']): DimensionLayer {
  let shown: {
    readonly box: Box3
    readonly labels: ReadonlyMap<string, HTMLElement>
    readonly svg: Element
  } | null = null
  return {
    set(box, { unit, metresPerUnit }) {
      layer.replaceChildren()
      shown = null
      if (box === null) return
      const svg = layer.ownerDocument.createElementNS(SVG, 'svg')
      const language = layer.closest('[lang]')?.getAttribute('lang') || undefined
      const sizes = Object.entries(dimensionsOf(box, metresPerUnit)) as [keyof Dimensions, number][]
      const labels = new Map(
        sizes.map(([side, metres]) => [
          side,
          labelOf(layer, names[side], formatLength(metres, unit, language)),
        ]),
      )
      layer.append(svg, ...labels.values())
      shown = { box, labels, svg }
    },
    place(camera, width, height) {
      if (shown === null) return
      const { box, labels, svg } = shown
      const toPixels = (point: Vector3) => {
        const { x, y } = point.clone().project(camera)
        return { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height }
      }
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
      const path = dimensionLines(box, camera).map(({ side, from, to }) => {
        const [a, b] = [toPixels(from), toPixels(to)]
        labels.get(side)!.style.transform =
          `translate(${((a.x + b.x) / 2).toFixed(1)}px,${((a.y + b.y) / 2).toFixed(1)}px) translate(-50%,-50%)`
        return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`
      })
      const line = svg.firstElementChild ?? svg.appendChild(svg.ownerDocument.createElementNS(SVG, 'path'))
      line.setAttribute('d', path.join(''))
    },
  }
}

function labelOf(layer: HTMLElement, name: string, text: string): HTMLElement {
  const label = layer.ownerDocument.createElement('span')
  label.className = 'vectreal-dimension'
  label.setAttribute('part', 'dimension')
  label.textContent = text
  label.setAttribute('role', 'img')
  label.setAttribute('aria-label', `${name}: ${text}`)
  return label
}
