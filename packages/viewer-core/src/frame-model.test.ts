import { BoxGeometry, Group, Mesh, PerspectiveCamera, SphereGeometry, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { fitDistance, measureModel, type ModelBounds } from './frame-model.js'

const direction = new Vector3(0.5, 0.3, 0.8).normalize()

/** How far vertices reach towards the edge of the picture (1). */
function reach(mesh: Mesh, bounds: ModelBounds, aspect: number): number {
  const distance = fitDistance(bounds, direction, 35, aspect)
  const camera = new PerspectiveCamera(35, aspect, distance / 1000, distance * 10)
  camera.position.copy(bounds.center).addScaledVector(direction, distance)
  camera.lookAt(bounds.center)
  camera.updateMatrixWorld()
  const position = mesh.geometry.attributes['position']!
  let most = 0
  for (let index = 0; index < position.count; index += 1) {
    const at = mesh.getVertexPosition(index, new Vector3()).applyMatrix4(mesh.matrixWorld).project(camera)
    most = Math.max(most, Math.abs(at.x), Math.abs(at.y))
  }
  return most
}

describe.each([0.0001, 1, 100_000])('a model of size %d', (size) => {
  test.each([
    ['box', new BoxGeometry(1, 2, 0.5)],
    ['ball of few vertices', new SphereGeometry(1, 20, 10)],
    ['ball of many vertices', new SphereGeometry(1, 120, 90)],
  ])('that is a %s is inside the picture and fills it', (_name, geometry) => {
    const mesh = new Mesh(geometry)
    mesh.scale.setScalar(size)
    mesh.position.set(size * 40, 0, -size)
    const bounds = measureModel(mesh)
    for (const aspect of [0.5, 1, 2]) {
      expect(reach(mesh, bounds, aspect)).toBeLessThan(0.98)
      expect(reach(mesh, bounds, aspect)).toBeGreaterThan(0.92)
    }
  })
})

test('an empty model, a flat one and one of broken numbers still have a place to stand', () => {
  const empty = measureModel(new Group())
  expect(empty.isEmpty).toBe(true)
  expect(empty.radius).toBeGreaterThan(0)
  expect(fitDistance(empty, new Vector3(0, 1, 0), 35, 1)).toBe(0)
  const flat = measureModel(new Mesh(new BoxGeometry(1, 0, 0)))
  expect(flat.isEmpty).toBe(false)
  expect(fitDistance(flat, new Vector3(1, 0, 0), 35, 1)).toBeGreaterThan(0)
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
