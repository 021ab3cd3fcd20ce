import { BoxGeometry, Mesh } from 'three'
import { describe, expect, test } from 'vitest'
import {
  type CameraView,
  createRig,
  flyTo,
  framePose,
  isAtRest,
  reframe,
  standAt,
  steer,
  stepRig,
} from './camera-rig.js'
import { measureModel } from './frame-model.js'
import { DEFAULT_SCENE_SETTINGS } from '@vectreal/scene-format'

const { controls } = DEFAULT_SCENE_SETTINGS
const view: CameraView = { bounds: measureModel(new Mesh(new BoxGeometry(1, 2, 1))), aspect: 1.5, controls }
const step = { seconds: 1 / 60, turns: false, cuts: false }
const rig = createRig(view)
const other = { ...rig.goal, azimuth: 2, distance: rig.goal.distance * 2 }

test('a new viewer stands in front of the whole model, or where it is told to', () => {
  expect(rig.isFramed).toBe(true)
  expect(isAtRest(rig)).toBe(true)
  expect(rig.goal).toEqual(framePose(view))
  expect(createRig(view, other)).toEqual(standAt(other, false))
  expect(createRig({ ...view, bounds: null }).goal.distance).toBeGreaterThan(0)
})

describe('input', () => {
  const panel: CameraView = { ...view, bounds: measureModel(new Mesh(new BoxGeometry(3, 2, 0.02))) }
  const framed = createRig(panel)

  test('that turns the automatic view turns the model around its centre; what zooms it does not', () => {
    expect(framed.goal.target).not.toEqual([0, 0, 0])
    expect(steer(framed, { ...framed.goal, azimuth: 1 }, panel).goal.target).toEqual([0, 0, 0])
    const near = { ...framed.goal, distance: framed.goal.distance * 0.9 }
    expect(steer(framed, near, panel).goal.target).toEqual(framed.goal.target)
  })

  test('is not needed for a model that turns by itself: it does so around its centre', () => {
    const turning = { ...panel, controls: { ...controls, autoRotate: true } }
    expect(createRig(turning).goal.target).toEqual([0, 0, 0])
  })

  test('is followed without a jump, and comes to rest', () => {
    let moving = steer(rig, { ...rig.goal, azimuth: 1 }, view)
    expect(moving.isFramed).toBe(false)
    expect(moving.shown).toBe(rig.shown)
    let frames = 0
    for (; !isAtRest(moving) && frames < 200; frames += 1) moving = stepRig(moving, step, 0)
    expect(frames).toBeGreaterThan(5)
    expect(frames).toBeLessThan(200)
    expect(moving.goal.azimuth).toBe(1)
  })

  test('that the limits leave nothing of changes nothing', () => {
    const near = steer(rig, { ...rig.goal, distance: 0 }, view)
    expect(near.goal.distance).toBeGreaterThan(0)
    expect(steer(near, { ...near.goal, distance: 0 }, view)).toBe(near)
  })

  test('ends a flight where it is', () => {
    const flying = stepRig(flyTo(rig, other, { isFramed: false, cuts: false }), { ...step, seconds: 0.3 }, 0)
    const steered = steer(flying, { ...flying.shown, azimuth: 1.5 }, view)
    expect(steered.flight).toBeNull()
    expect(steered.shown).toEqual(flying.shown)
  })
})

describe('a flight', () => {
  test('arrives exactly, after a time of its own', () => {
    const start = flyTo(rig, other, { isFramed: false, cuts: false })
    const halfway = stepRig(start, { ...step, seconds: 0.45 }, 0)
    expect(halfway.shown.azimuth).toBeCloseTo((rig.goal.azimuth + 2) / 2)
    expect(isAtRest(halfway)).toBe(false)
    expect(stepRig(halfway, { ...step, seconds: 0.5 }, 0)).toEqual(standAt(other, false))
  })

  test('is a cut for whoever asked for less motion, also once it has begun', () => {
    expect(flyTo(rig, other, { isFramed: false, cuts: true })).toEqual(standAt(other, false))
    const start = flyTo(rig, other, { isFramed: false, cuts: false })
    expect(stepRig(start, { ...step, cuts: true }, 0)).toEqual(standAt(other, false))
  })
})

describe('another shape of the element', () => {
  test('is followed by the automatic view only', () => {
    const narrow = { ...view, aspect: 0.4 }
    expect(reframe(rig, narrow, true).goal.distance).toBeGreaterThan(rig.goal.distance)
    const own = standAt(other, false)
    expect(reframe(own, narrow, true)).toBe(own)
  })

  test('of the same shape is no move', () => {
    expect(reframe(rig, view, false)).toBe(rig)
  })

  test('keeps the side that is looked at', () => {
    expect(reframe(standAt(other, true), view, true).goal.azimuth).toBe(2)
  })
})

test('turning by itself goes on, at its speed, without counting as movement of the visitor', () => {
  const turned = stepRig(rig, { ...step, seconds: 0.5, turns: true }, 90)
  expect(turned.goal.azimuth - rig.goal.azimuth).toBeCloseTo(Math.PI / 4)
  expect(isAtRest(turned)).toBe(true)
  expect(stepRig(rig, step, 90)).toBe(rig)
})
