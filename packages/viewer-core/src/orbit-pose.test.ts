import { PerspectiveCamera, Vector3 } from 'three'
import { expect, test } from 'vitest'
import { applyPose, clampPose, isSettled, mixPoses, type OrbitPose, panPose, poseOf } from './orbit-pose.js'

const pose: OrbitPose = { target: [1, 2, 3], azimuth: 0, polar: Math.PI / 2, distance: 4, fovDegrees: 30 }

test('a pose that is applied to a camera reads back the same', () => {
  const camera = new PerspectiveCamera()
  applyPose({ ...pose, azimuth: 0.7, polar: 1.1 }, camera)
  const read = poseOf(camera.position, new Vector3(...pose.target), camera.fov)
  expect(read.azimuth).toBeCloseTo(0.7)
  expect(read.polar).toBeCloseTo(1.1)
  expect(read.distance).toBeCloseTo(4)
})

test('turning goes the shorter way round', () => {
  const half = mixPoses({ ...pose, azimuth: 3 }, { ...pose, azimuth: -3 }, 0.5)
  expect(Math.abs(half.azimuth)).toBeCloseTo(Math.PI)
})

test('panning by one picture height moves the target by what is seen in it', () => {
  const moved = panPose(pose, 0, -1)
  expect(moved.target[1]).toBeCloseTo(2 + 2 * Math.tan(Math.PI / 12) * 4)
  expect(moved.target[0]).toBeCloseTo(1)
})

test('limits hold, and the poles are never reached', () => {
  const limits = { minDistance: 1, maxDistance: 10, minPolar: 0, maxPolar: Math.PI }
  const clamped = clampPose({ ...pose, polar: -1, distance: 99 }, limits)
  expect(clamped.distance).toBe(10)
  expect(clamped.polar).toBeGreaterThan(0)
})

test('what the eye cannot tell apart has settled, at any scale', () => {
  const tiny = { ...pose, target: [0, 0, 0] as const, distance: 1e-4 }
  expect(isSettled({ ...tiny, distance: 1.00001e-4 }, tiny)).toBe(true)
  expect(isSettled({ ...tiny, distance: 1.1e-4 }, tiny)).toBe(false)
})
