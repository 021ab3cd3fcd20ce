/** Draws viewer-core's view through a React Three Fiber root, so that children can be fiber elements and hooks. */
import { createRoot, events, extend, invalidate, type RootStore, useFrame } from '@react-three/fiber'
import type { CreateFrameDriver, DrivenView } from '@vectreal/viewer-core'
import type { ReactNode } from 'react'
import { Group, type WebGLRenderer } from 'three'

/** Whoever wants more elements in JSX extends fiber's catalogue by name; the whole of three would triple the page. */
extend({ Group })

export interface FiberRoot {
  render(children: ReactNode): void
}

/** `onRoot` is told of each root: there is a new one after every lost context. */
export function createFiberDriver(onRoot: (root: FiberRoot | null) => void): CreateFrameDriver {
  return (view) => {
    const root = createRoot(view.canvas)
    // Children may bring shaders of their own, whose mistakes their author wants to read.
    view.renderer.debug.checkShaderErrors = true
    // Projection and size are viewer-core's.
    Object.assign(view.camera, { manual: true })
    void root.configure({
      gl: withoutOwnership(view.renderer),
      scene: view.scene,
      camera: view.camera,
      frameloop: 'demand',
      dpr: 1,
      events,
      size: { width: view.width, height: view.height, top: 0, left: 0 },
    })
    let store: RootStore | null = null
    const own: FiberRoot = {
      render(children) {
        store = root.render(
          <>
            <Draw view={view} />
            {children}
          </>,
        )
      },
    }
    own.render(null)
    onRoot(own)
    return {
      requestFrame() {
        if (store !== null) invalidate(store.getState())
      },
      resize(width, height, pixelRatio) {
        const state = store?.getState()
        state?.setSize(width, height)
        state?.setDpr(pixelRatio)
      },
      dispose() {
        onRoot(null)
        root.unmount()
      },
    }
  }
}

/** With a priority fiber leaves the drawing to this callback. */
function Draw({ view }: { readonly view: DrivenView }): null {
  useFrame(() => view.frame(performance.now()), 1)
  return null
}

/** Fiber resizes and ends the renderer it is given; this one belongs to viewer-core. */
function withoutOwnership(renderer: WebGLRenderer): WebGLRenderer {
  const nothing = { value: () => {} }
  return Object.create(renderer, {
    setSize: nothing,
    setPixelRatio: nothing,
    dispose: nothing,
    forceContextLoss: nothing,
    renderLists: { value: { dispose: () => {} } },
    // Plain properties, or fiber's defaults would be written through to the renderer.
    toneMapping: { value: renderer.toneMapping, writable: true },
    outputColorSpace: { value: renderer.outputColorSpace, writable: true },
    shadowMap: { value: { ...renderer.shadowMap } },
  }) as WebGLRenderer
}
