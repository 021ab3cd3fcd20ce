/** Puts scenes under a test's control in place of real ones, for every provider and viewer of the page. */
import { act } from 'react'
import { flushSync } from 'react-dom'
import { keptScenes, sceneMaker } from '../kept-scenes.js'
import { fillBrowserParts } from './browser-parts.js'
import type { TestScene, TestState } from './scene-description.js'
import { type ControlledScene, createTestScene } from './test-scene.js'

/** Something that page or visitors did with a scene. */
export interface SceneAction {
  readonly sceneId: string
  /** `load`, or a word of the viewer's `ref`: `goTo`, `setVariant`, `play`, `pause`, `seek`, `screenshot`. */
  readonly action: string
  /** What it was given. */
  readonly value?: unknown
}

/** The scenes of a page under test, from `mockScenes`. */
export interface MockedScenes {
  /** What has been done so far, in order. */
  readonly actions: readonly SceneAction[]
  /** Moves all scenes to that state, or the one of that id. */
  show(state: TestState, sceneId?: string): void
  /** A visitor presses a hotspot, of all scenes or of the one of that id. */
  pressHotspot(id: string, sceneId?: string): void
  /** Gives real scenes back. */
  restore(): void
}

/**
 * From now on every scene that mounts needs neither network nor WebGL: it is `ready` at once, or in the state that `scene`
 * says. Pass a function to tell scenes apart by their id.
 *
 * @throws Error where scenes are mocked already
 */
export function mockScenes(scene: TestScene | ((sceneId: string) => TestScene) = {}): MockedScenes {
  const { createScene } = sceneMaker
  if (mocked.has(createScene)) throw new Error('Scenes are mocked already: call restore() after each test')
  const actions: SceneAction[] = []
  const scenes: ControlledScene[] = []
  const takeOut = fillBrowserParts()
  const createMock: typeof createScene = (request) => {
    const given = typeof scene === 'function' ? scene(request.sceneId) : scene
    const made = createTestScene(request, given, (sceneId, action, value) =>
      actions.push(value === undefined ? { sceneId, action } : { sceneId, action, value }),
    )
    scenes.push(made)
    return made.scene
  }
  const those = (sceneId: string | undefined) =>
    scenes.filter((one) => sceneId === undefined || one.scene.sceneId === sceneId)
  mocked.add(createMock)
  sceneMaker.createScene = createMock
  keptScenes.clear()
  return {
    actions,
    show: (state, sceneId) => settle(() => those(sceneId).forEach((one) => one.show(state))),
    pressHotspot: (id, sceneId) => settle(() => those(sceneId).forEach((one) => one.pressHotspot(id))),
    restore() {
      sceneMaker.createScene = createScene
      keptScenes.clear()
      takeOut()
    },
  }
}

const mocked = new WeakSet<object>()

/** The page shows the change at once. React wants to be told where a test makes it. */
function settle(change: () => void): void {
  const isTest = (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT === true
  if (isTest) act(change)
  else flushSync(change)
}
