export { type MockedScenes, mockScenes, type SceneAction } from './mock-scenes.js'
export type { TestScene, TestState } from './scene-description.js'
