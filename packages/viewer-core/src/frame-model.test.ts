import { Box3, BoxGeometry, Group, Mesh, PerspectiveCamera, SphereGeometry, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { fitView, measureModel, type ModelBounds } from './frame-model.js'
import { directionOf } from './orbit-pose.js'

const side = { azimuth: 0.55, polar: 1.26 }

/** Where vertices lie between the edges of the picture (-1 and 1), from left to right and from bottom to top. */
function extent(mesh: Mesh, bounds: ModelBounds, aspect: number, isCentred: boolean): Box3 {
  const { target, distance } = fitView(bounds, side, 35, aspect, isCentred)
  const camera = new PerspectiveCamera(35, aspect, distance / 1000, distance * 10)
  camera.position.copy(target).addScaledVector(directionOf(side), distance)
  camera.lookAt(target)
  camera.updateMatrixWorld()
  const position = mesh.geometry.attributes['position']!
  const points = Array.from({ length: position.count }, (_none, index) =>
    mesh.getVertexPosition(index, new Vector3()).applyMatrix4(mesh.matrixWorld).project(camera),
  )
  return new Box3().setFromPoints(points)
}

describe.each([0.0001, 1, 100_000])('a model of size %d', (size) => {
  test.each([
    ['box', new BoxGeometry(1, 2, 0.5)],
    ['panel', new BoxGeometry(3, 2, 0.02)],
    ['wall that runs away', new BoxGeometry(0.1, 1, 4)],
    ['ball of few vertices', new SphereGeometry(1, 20, 10)],
    ['ball of many vertices', new SphereGeometry(1, 120, 90)],
  ])('that is a %s is inside the picture and fills it', (_name, geometry) => {
    const mesh = new Mesh(geometry)
    mesh.scale.setScalar(size)
    mesh.position.set(size * 40, 0, -size)
    const bounds = measureModel(mesh)
    for (const aspect of [0.5, 1, 2]) {
      const { min, max } = extent(mesh, bounds, aspect, false)
      expect(Math.min(min.x, min.y)).toBeGreaterThan(-0.98)
      expect(Math.max(max.x, max.y)).toBeLessThan(0.98)
      expect(Math.max(max.x - min.x, max.y - min.y) / 2).toBeGreaterThan(0.92)
      const centred = extent(mesh, bounds, aspect, true)
      expect(
        Math.max(...[centred.min.x, centred.min.y].map(Math.abs), centred.max.x, centred.max.y),
      ).toBeCloseTo(0.95, 1)
    }
  })
})

test('an empty model, a flat one and one of broken numbers still have a place to stand', () => {
  const empty = measureModel(new Group())
  expect(empty.isEmpty).toBe(true)
  expect(empty.radius).toBeGreaterThan(0)
  expect(fitView(empty, side, 35, 1, false).distance).toBe(0)
  const flat = measureModel(new Mesh(new BoxGeometry(1, 0, 0)))
  expect(flat.isEmpty).toBe(false)
  expect(fitView(flat, { azimuth: Math.PI / 2, polar: Math.PI / 2 }, 35, 1, false).distance).toBeGreaterThan(
    0,
  )
  const broken = new Mesh(new BoxGeometry())
  broken.scale.setScalar(Number.NaN)
  expect(measureModel(broken).isEmpty).toBe(true)
})

test('what is scaled to nothing, hidden or not named by an index is not measured', () => {
  const root = new Group()
  const far = new Mesh(new BoxGeometry())
  far.position.x = 50
  far.scale.setScalar(0)
  const hidden = new Mesh(new BoxGeometry())
  hidden.position.x = -50
  hidden.visible = false
  const unused = new BoxGeometry()
  unused.attributes['position']!.setXYZ(0, 9, 9, 9)
  unused.setIndex([20, 21, 22])
  root.add(far, hidden, new Mesh(unused))
  expect(measureModel(root).radius).toBeLessThan(1)
})
