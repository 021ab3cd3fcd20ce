/** Shows a scene in an element for as long as the component is mounted. */
import {
  createSceneView,
  type Scene,
  type SceneOverrides,
  type SceneView,
  type SceneViewState,
} from '@vectreal/embed-sdk/scene'
import type { CreateFrameDriver } from '@vectreal/viewer-core'
import {
  Children,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { FiberRoot } from './fiber-driver.js'
import type { ViewerMessages } from './messages.js'
import { useStable } from './use-stable.js'

export interface SceneViewInput {
  readonly host: RefObject<HTMLElement | null>
  readonly cover: () => Element | null
  readonly overrides: SceneOverrides
  readonly messages: Partial<ViewerMessages> | undefined
  readonly nonce: string | undefined
  readonly wantsPoster: boolean
  /** Drawn in the same scene. */
  readonly children: ReactNode
  readonly onHotspot: (id: string) => void
}

export function useSceneView(
  scene: Scene,
  input: SceneViewInput,
): { readonly view: SceneView; readonly state: SceneViewState } {
  const view = useViewOf(scene)
  const state = useSyncExternalStore(view.subscribe, view.getState, view.getState)
  const { host, nonce, wantsPoster, children } = input
  const messages = useStable(input.messages)
  const overrides = useStable(input.overrides)
  const hasChildren = Children.count(children) > 0 && children !== null && children !== false
  const [fiber, setFiber] = useState<FiberRoot | null>(null)
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })

  useEffect(() => {
    if (host.current === null) return
    return view.mount({
      host: host.current,
      overrides: () => latest.current.overrides,
      messages,
      nonce,
      wantsPoster,
      driver: hasChildren ? () => importFiberDriver(setFiber) : undefined,
      cover: () => latest.current.cover(),
      emit(type, detail) {
        if (type === 'hotspot') latest.current.onHotspot((detail as { readonly id: string }).id)
      },
    })
  }, [view, host, messages, nonce, wantsPoster, hasChildren])
  // `overrides` is what the view reads through the ref.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => view.update(), [view, overrides])
  useEffect(() => fiber?.render(children), [fiber, children])
  return { view, state }
}

function useViewOf(scene: Scene): SceneView {
  const [made, setMade] = useState(() => ({ scene, view: createSceneView(scene) }))
  if (made.scene === scene) return made.view
  const next = { scene, view: createSceneView(scene) }
  setMade(next)
  return next.view
}

/** Fiber and its reconciler are a sixth of the page: they come when there is something for them to draw. */
async function importFiberDriver(onRoot: (root: FiberRoot | null) => void): Promise<CreateFrameDriver> {
  const { createFiberDriver } = await import('./fiber-driver.js')
  return createFiberDriver(onRoot)
}
