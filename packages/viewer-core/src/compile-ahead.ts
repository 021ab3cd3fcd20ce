/**
 * Has the GPU build the shaders of a scene while the page goes on. A frame drawn at once would hold the main thread
 * until all of them are there.
 */
import type { Camera, Material, Scene, WebGLRenderer } from 'three'

const POLL_MS = 8

/** The part of three's inner book-keeping that says whether a shader is built. */
interface BuiltMaterial {
  readonly currentProgram?: { isReady(): boolean }
}

/** Calls `onReady` once, also at once. The result stops waiting. */
export function compileAhead(
  renderer: WebGLRenderer,
  scene: Scene,
  camera: Camera,
  onReady: () => void,
): () => void {
  const waiting = new Set(renderer.compile(scene, camera) as Set<Material>)
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    for (const material of waiting) {
      const { currentProgram } = renderer.properties.get(material) as BuiltMaterial
      if (currentProgram?.isReady() ?? true) waiting.delete(material)
    }
    if (waiting.size === 0) onReady()
    else timer = setTimeout(look, POLL_MS)
  }
  look()
  return () => clearTimeout(timer)
}
