// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../three-parts.d.ts" />
/** Meshes as three composes them, with the colours, shapes and sides that it leaves out. */
/* oxlint-disable eslint/no-underscore-dangle -- three's readers name their steps so */
import {
  BufferAttribute,
  DoubleSide,
  type KeyframeTrack,
  type LoadingManager,
  type Mesh,
  type MeshPhysicalMaterial,
} from 'three'
import { USDComposer, type Samples } from 'three/addons/loaders/usd/USDComposer.js'
import { addShapes, weightsTrack } from './blend-shapes.js'
import { colorOfCorners } from './face-colors.js'
import type { PlacedParts } from '../../placed-parts.js'
import { type Attributes, leafOf, targetsOf, type UsdSpec } from './layer.js'
import type { Losses } from './losses.js'
import { numbersOf } from './transforms.js'

export class MeshComposer extends USDComposer {
  protected readonly losses: Losses
  protected readonly placed: PlacedParts
  /** Meshes with blend shapes, and the names of those in their order. */
  readonly #shaped = new Map<string, { readonly mesh: Mesh; readonly names: readonly string[] }>()

  constructor(manager: LoadingManager, losses: Losses, placed: PlacedParts) {
    super(manager)
    this.losses = losses
    this.placed = placed
  }

  override _buildMesh(path: string, spec: UsdSpec): Mesh | null {
    const mesh = super._buildMesh(path, spec)
    const attributes = this.valuesOf(path)
    if (mesh === null || mesh.geometry.getAttribute('position') === undefined) return mesh
    const materials = [mesh.material].flat() as MeshPhysicalMaterial[]
    if (isOn(attributes['doubleSided'])) for (const material of materials) material.side = DoubleSide
    this.#shape(mesh, path, attributes)
    this.#paint(mesh, path, attributes)
    if (attributes['orientation'] === 'leftHanded') turnInsideOut(mesh, attributes['normals'] === undefined)
    return mesh
  }

  /** Of a prim; the text parser keeps some attributes with it. */
  protected valuesOf(path: string): Attributes {
    return { ...this.specsByPath[path]?.fields, ...this._getAttributes(path) }
  }

  /** Tracks of the meshes that a clip shapes. Where it says how they stand for all time, they stand so. */
  protected weightTracks(clip: string): readonly KeyframeTrack[] {
    const weights: Samples | null = this._getTimeSampledAttribute(clip, 'blendShapeWeights')
    const shapes = this._getAttributes(clip)['blendShapes']
    if (weights === null || !Array.isArray(shapes)) return []
    const moved = shapes.map(String)
    const tracks = [...this.#shaped].flatMap(([path, { mesh, names }]) => {
      if (this.#clipOf(path) !== clip) return []
      const places = names.map((name) => moved.indexOf(name))
      return weightsTrack(mesh, places, weights, this.fps) ?? []
    })
    return weights.times.length < 2 ? [] : tracks
  }

  /** What moves a mesh may be said about it, about one of its parents, or about its skeleton. */
  #clipOf(path: string): string | null {
    const nearest = (from: string, name: string): string | null => {
      if (from === '') return null
      const [target] = targetsOf(this.specsByPath[`${from}.${name}`])
      return target ?? nearest(from.slice(0, from.lastIndexOf('/')), name)
    }
    const skeleton = nearest(path, 'skel:skeleton') ?? ''
    return nearest(skeleton, 'skel:animationSource') ?? nearest(path, 'skel:animationSource')
  }

  #shape(mesh: Mesh, path: string, attributes: Attributes): void {
    const names = attributes['skel:blendShapes']
    if (!Array.isArray(names) || names.length === 0) return
    const targets = targetsOf(this.specsByPath[`${path}.skel:blendShapeTargets`])
    const shapes = names.flatMap((name, index) => {
      const target = targets[index] ?? ''
      if (this.specsByPath[target] === undefined) return []
      return [{ name: String(name), attributes: this.valuesOf(target) }]
    })
    if (shapes.some((shape) => Object.keys(shape.attributes).some((name) => name.startsWith('inbetweens:'))))
      this.losses.add('shapes between two', leafOf(path))
    const corners = numbersOf(attributes['faceVertexIndices'])
    const points = numbersOf(attributes['points']).length / 3
    const pointOfVertex =
      shapes.length === names.length ? this.#ofVertices(path, attributes, corners, points) : null
    if (pointOfVertex !== null && addShapes(mesh, shapes, pointOfVertex, this.placed))
      this.#shaped.set(path, { mesh, names: names.map(String) })
    else this.losses.add('morph targets', leafOf(path))
  }

  /** Colours of points, corners or faces; three takes the first one for all. */
  #paint(mesh: Mesh, path: string, attributes: Attributes): void {
    const colors = numbersOf(attributes['primvars:displayColor'])
    const materials = [mesh.material].flat() as MeshPhysicalMaterial[]
    // A material of its own decides what is seen.
    if (colors.length <= 3 || materials.every(({ name }) => name !== '')) return
    const interpolation = this.specsByPath[`${path}.primvars:displayColor`]?.fields['interpolation']
    // In glTF they would tint every part of the mesh.
    const isPlain = materials.every(({ name }) => name === '')
    const ofCorners = isPlain ? colorOfCorners(attributes, interpolation) : null
    const ofVertices =
      ofCorners && this.#ofVertices(path, attributes, ofCorners, Math.floor(colors.length / 3))
    if (ofVertices === null) {
      this.losses.add('colours of faces', mesh.name)
      return
    }
    const values = new Float32Array(ofVertices.length * 3)
    for (let index = 0; index < values.length; index += 1)
      values[index] = colors[(ofVertices[Math.floor(index / 3)] ?? 0) * 3 + (index % 3)] ?? 1
    mesh.geometry.setAttribute('color', new BufferAttribute(values, 3))
    for (const material of materials) {
      material.color.setScalar(1)
      material.vertexColors = true
    }
  }

  /**
   * What a number that each corner has is for each vertex: three makes vertices of corners in an order of its own, and
   * takes their coordinates along. Null: a number is none of the first `count`.
   */
  #ofVertices(
    path: string,
    attributes: Attributes,
    ofCorners: readonly number[],
    count: number,
  ): ArrayLike<number> | null {
    if (ofCorners.some((number) => !(number >= 0 && number < count))) return null
    const numbers = new Float32Array(count * 2)
    for (let number = 0; number < count; number += 1) numbers[number * 2] = number
    const fields = {
      points: attributes['points'],
      faceVertexIndices: attributes['faceVertexIndices'],
      faceVertexCounts: attributes['faceVertexCounts'],
      'primvars:arnold:polygon_holes': attributes['primvars:arnold:polygon_holes'],
      'primvars:st': numbers,
      'primvars:st:typeName': 'texCoord2f[]',
      'primvars:st:indices': ofCorners,
    }
    const subsets = this._getGeomSubsets(path)
    const geometry =
      subsets.length > 0 ? this._buildGeometryWithSubsets(fields, subsets) : this._buildGeometry(path, fields)
    return geometry.getAttribute('uv').array.filter((_, index) => index % 2 === 0)
  }
}

/** The text parser leaves words and numbers as they stand. */
const isOn = (value: unknown): boolean => value === true || String(value) === '1'

/** Each triangle the other way around. */
function turnInsideOut({ geometry }: Mesh, areNormalsOurs: boolean): void {
  const targets = Object.values(geometry.morphAttributes).flat()
  for (const attribute of [...Object.values(geometry.attributes), ...targets] as BufferAttribute[]) {
    const { array, itemSize } = attribute
    for (let corner = 0; corner + 2 < attribute.count; corner += 3) {
      const [second, third] = [(corner + 1) * itemSize, (corner + 2) * itemSize]
      const kept = array.slice(second, second + itemSize)
      array.copyWithin(second, third, third + itemSize)
      array.set(kept, third)
    }
  }
  const normals = geometry.getAttribute('normal')
  if (areNormalsOurs)
    for (let index = 0; index < normals.array.length; index += 1) normals.array[index]! *= -1
}
