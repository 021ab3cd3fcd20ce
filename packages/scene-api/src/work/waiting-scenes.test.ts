import { expect, test } from 'vitest'
import { createWaitingScenes, type WaitingScenes } from './waiting-scenes.js'

const scenes = (organizationId: string, ...ids: string[]) =>
  ids.map((sceneId) => ({ organizationId, sceneId }))

function takeAll(waiting: WaitingScenes): string[] {
  const taken: string[] = []
  for (let scene = waiting.take(); scene !== null; scene = waiting.take()) taken.push(scene.sceneId)
  return taken
}

test('an organization that was served comes after all others', () => {
  const waiting = createWaitingScenes({ ofOrganization: 10, ofAll: 10 })
  for (const scene of [...scenes('a', 'a1', 'a2', 'a3'), ...scenes('b', 'b1', 'b2'), ...scenes('c', 'c1')])
    expect(waiting.add(scene)).toBe(true)
  expect(takeAll(waiting)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  expect(waiting.take()).toBeNull()
})

test('a scene waits once, and again after it was taken', () => {
  const waiting = createWaitingScenes({ ofOrganization: 1, ofAll: 1 })
  const [scene] = scenes('a', 'a1')
  for (const _ of [1, 2]) {
    expect([scene, scene].map((one) => waiting.add(one as never))).toEqual([true, true])
    expect(takeAll(waiting)).toEqual(['a1'])
  }
})

test('one organization does not take the places of all', () => {
  const waiting = createWaitingScenes({ ofOrganization: 2, ofAll: 3 })
  expect(scenes('a', 'a1', 'a2', 'a3').map(waiting.add)).toEqual([true, true, false])
  expect(scenes('b', 'b1', 'b2').map(waiting.add)).toEqual([true, false])
  expect(takeAll(waiting)).toEqual(['a1', 'b1', 'a2'])
  expect(scenes('b', 'b2').map(waiting.add)).toEqual([true])
})
