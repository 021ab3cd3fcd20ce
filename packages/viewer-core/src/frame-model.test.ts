import { Box3, BoxGeometry, Group, Mesh, PerspectiveCamera, Vector3 } from 'three'
import { expect, test } from 'vitest'
import { fitDistance, measureModel } from './frame-model.js'

test.each([0.0001, 1, 100_000])('a model of size %d is inside the picture and fills it', (size) => {
  const mesh = new Mesh(new BoxGeometry(size, size * 2, size / 2))
  mesh.position.set(size * 40, 0, -size)
  const { box, center } = measureModel(mesh)
  const direction = new Vector3(0.5, 0.3, 0.8).normalize()
  for (const aspect of [0.5, 1, 2]) {
    const distance = fitDistance(box, direction, 35, aspect)
    const camera = new PerspectiveCamera(35, aspect, distance / 1000, distance * 10)
    camera.position.copy(center).addScaledVector(direction, distance)
    camera.lookAt(center)
    camera.updateMatrixWorld()
    let reach = 0
    for (const x of [box.min.x, box.max.x]) {
      for (const y of [box.min.y, box.max.y]) {
        for (const z of [box.min.z, box.max.z]) {
          const corner = new Vector3(x, y, z).project(camera)
          reach = Math.max(reach, Math.abs(corner.x), Math.abs(corner.y))
        }
      }
    }
    expect(reach).toBeLessThanOrEqual(1)
    expect(reach).toBeGreaterThan(0.8)
  }
})

test('an empty model, a flat one and one of broken numbers still have a place to stand', () => {
  expect(measureModel(new Group()).radius).toBeGreaterThan(0)
  const flat = measureModel(new Mesh(new BoxGeometry(1, 0, 0)))
  expect(fitDistance(flat.box, new Vector3(1, 0, 0), 35, 1)).toBeGreaterThan(0)
  expect(fitDistance(new Box3(new Vector3(), new Vector3()), new Vector3(0, 1, 0), 35, 1)).toBe(1)
  const broken = new Mesh(new BoxGeometry())
  broken.scale.setScalar(Number.NaN)
  expect(Number.isFinite(measureModel(broken).radius)).toBe(true)
})
