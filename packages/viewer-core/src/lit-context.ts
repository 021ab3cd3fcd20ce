/** A WebGL context with its light and shadow: what can be made before there is a model to draw. */
import { WebGLRenderer } from 'three'
import { type ContactShadow, createContactShadow } from './contact-shadow.js'
import { pageContexts } from './context-pool.js'
import { createEnvironmentLight, type EnvironmentLight } from './environment.js'
import { ModelError } from './model-error.js'
import { fillSettings, type SparseSceneSettings } from '@vectreal/scene-format'

interface LitContext {
  readonly canvas: HTMLCanvasElement
  readonly renderer: WebGLRenderer
  readonly light: EnvironmentLight
  readonly shadow: ContactShadow
  end(): void
}

/** Made ahead for the page's first stage, and not taken yet. */
let spare: LitContext | null = null

/**
 * Has the GPU make the light of the page's first viewer while its model is on the way. Nothing happens where a viewer has a
 * context already. `disposeShared` gives back what no viewer took.
 *
 * @throws ModelError `webgl_unavailable`
 */
export function prepareAhead(settings: SparseSceneSettings): void {
  if (spare !== null || pageContexts.live > 0) return
  const made = (spare = createContext())
  // It would come back without its light.
  made.canvas.addEventListener('webglcontextlost', () => {
    if (spare === made) giveBack()
  })
  const { environment, shadow } = fillSettings(settings)
  made.light.prepare(environment.preset, () => {
    if (shadow.kind === 'contact') made.shadow.prepare(() => spare === made)
  })
}

/** Frees the context made ahead, if there is one. */
export function giveBack(): void {
  spare?.end()
  spare = null
}

/**
 * The context made ahead, or a new one.
 *
 * @throws ModelError `webgl_unavailable`
 */
export function takeContext(): LitContext {
  const taken = spare ?? createContext()
  spare = null
  return taken
}

function createContext(): LitContext {
  const canvas = document.createElement('canvas')
  // It has an alpha channel and smooth edges unless told otherwise.
  const context = canvas.getContext('webgl2', { powerPreference: 'high-performance' })
  if (context === null) {
    throw new ModelError('webgl_unavailable', 'no WebGL2: hardware acceleration may be off')
  }
  const renderer = new WebGLRenderer({ canvas, context })
  // Reading the logs of shaders that are three's own waits for each of them.
  renderer.debug.checkShaderErrors = false
  const light = createEnvironmentLight(renderer)
  const shadow = createContactShadow(renderer)
  return {
    canvas,
    renderer,
    light,
    shadow,
    end() {
      light.dispose()
      shadow.dispose()
      renderer.dispose()
      // The canvas is thrown away, so this frees one of the page's few contexts at once.
      renderer.forceContextLoss()
    },
  }
}
