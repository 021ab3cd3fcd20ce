/** What visitors read and hear, so that a page can give its own language: the same texts in every way of embedding. */
export { DEFAULT_MESSAGES, type SceneMessages as ViewerMessages } from '@vectreal/embed-sdk/scene'
