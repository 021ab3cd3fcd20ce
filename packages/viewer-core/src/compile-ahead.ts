/**
 * Has the GPU build the shaders of a scene while the page goes on, and hands it textures until it has. A frame drawn at
 * once would hold the main thread until all of them are there.
 */
import { type Camera, type Material, type Object3D, Texture, type WebGLRenderer } from 'three'

const POLL_MS = 8

/** The part of three's inner book-keeping that says whether a shader is built. */
interface BuiltMaterial {
  readonly currentProgram?: { isReady(): boolean }
}

/** Calls `onReady` once, in a later turn. The result stops waiting. */
export function compileAhead(
  renderer: WebGLRenderer,
  scene: Object3D,
  camera: Camera,
  onReady: () => void,
): () => void {
  const waiting = new Set(renderer.compile(scene, camera) as Set<Material>)
  const gl = renderer.getContext() as WebGL2RenderingContext
  // Not every browser tells of a shader without waiting for it, but each tells how far the GPU has come.
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
  gl.flush()
  const textures = Array.from(waiting, Object.values)
    .flat()
    .filter((value) => value instanceof Texture)
  const look = (): void => {
    for (const material of waiting) {
      const { currentProgram } = renderer.properties.get(material) as BuiltMaterial
      if (currentProgram?.isReady() ?? true) waiting.delete(material)
    }
    const isBehind = fence !== null && gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.UNSIGNALED
    if (waiting.size > 0 || isBehind) {
      if (textures.length > 0) renderer.initTexture(textures.pop()!)
      timer = setTimeout(look, POLL_MS)
      return
    }
    gl.deleteSync(fence)
    onReady()
  }
  let timer = setTimeout(look)
  return () => {
    clearTimeout(timer)
    gl.deleteSync(fence)
  }
}
