/** From asking for a scene to showing it; a visitor who waits longer has mostly left. In milliseconds. */
export const SLOW_SCENE_MS = 10_000
