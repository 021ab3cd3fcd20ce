/** Shows a scene in an element for as long as the component is mounted. */
import {
  type ArStatus,
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
import { useMade } from './use-made.js'
import { useStable } from './use-stable.js'

export interface SceneViewInput {
  readonly host: RefObject<HTMLElement | null>
  /** What full screen shows. */
  readonly frame: RefObject<HTMLElement | null>
  readonly cover: () => Element | null
  readonly overrides: SceneOverrides
  /** Null: on their way; nothing is drawn before they have come. */
  readonly messages: Partial<ViewerMessages> | null
  /** Of the messages; absent: English. */
  readonly language: string | undefined
  readonly nonce: string | undefined
  readonly wantsPoster: boolean
  /** Drawn in the same scene. */
  readonly children: ReactNode
  readonly onHotspot: (id: string) => void
  readonly onArStatus: (status: ArStatus) => void
}

export function useSceneView(
  scene: Scene,
  input: SceneViewInput,
): { readonly view: SceneView; readonly state: SceneViewState } {
  const view = useViewOf(scene)
  const state = useSyncExternalStore(view.subscribe, view.getState, view.getState)
  const { host, frame, nonce, wantsPoster, children, language } = input
  const messages = useStable(input.messages)
  const overrides = useStable(input.overrides)
  const hasChildren = Children.count(children) > 0 && children !== null && children !== false
  const [fiber, setFiber] = useState<FiberRoot | null>(null)
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })

  useEffect(() => {
    if (host.current === null || messages === null) return
    return view.mount({
      host: host.current,
      frame: frame.current ?? host.current,
      overrides: () => latest.current.overrides,
      messages,
      language,
      nonce,
      wantsPoster,
      driver: hasChildren ? () => importFiberDriver(setFiber) : undefined,
      cover: () => latest.current.cover(),
      emit(type, detail) {
        if (type === 'hotspot') latest.current.onHotspot((detail as { readonly id: string }).id)
        if (type === 'ar-status') latest.current.onArStatus((detail as { readonly status: ArStatus }).status)
      },
    })
  }, [view, host, frame, messages, language, nonce, wantsPoster, hasChildren])
  // `overrides` is what the view reads through the ref.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => view.update(), [view, overrides])
  useEffect(() => fiber?.render(children), [fiber, children])
  return { view, state }
}

function useViewOf(scene: Scene): SceneView {
  return useMade(scene, () => createSceneView(scene))
}

/** Fiber and its reconciler are a sixth of the page: they come when there is something for them to draw. */
async function importFiberDriver(onRoot: (root: FiberRoot | null) => void): Promise<CreateFrameDriver> {
  const { createFiberDriver } = await import('./fiber-driver.js')
  return createFiberDriver(onRoot)
}
