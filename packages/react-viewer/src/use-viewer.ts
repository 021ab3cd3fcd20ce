/** Keeps one viewer-core viewer in an element for as long as there is a model to show. */
import type { VectrealError } from '@vectreal/embed-sdk'
import type {
  CreateFrameDriver,
  LoadedModel,
  OrbitPose,
  SceneSettings,
  Viewer,
  ViewerLabels,
} from '@vectreal/viewer-core'
import { Children, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { FiberRoot } from './fiber-driver.js'
import type { SceneStore } from './scene-state.js'
import { toVectrealError } from './scene-store.js'
import { useStable } from './use-stable.js'

export interface ViewerInput {
  readonly store: SceneStore
  readonly host: RefObject<HTMLElement | null>
  readonly model: LoadedModel | null
  readonly settings: SceneSettings
  readonly name: string
  readonly labels: Partial<ViewerLabels>
  readonly nonce: string | undefined
  /** Drawn in the same scene. */
  readonly children: ReactNode
  readonly onLoad: (model: LoadedModel) => void
  readonly onHotspot: (id: string) => void
}

export interface ViewerOutput {
  readonly viewer: RefObject<Viewer | null>
  /** The model that is on screen. */
  readonly drawn: LoadedModel | null
  /** The GPU dropped the picture; it is being drawn anew. */
  readonly lost: boolean
  /** Drawing failed, although loading did not. */
  readonly error: VectrealError | null
  restart(): void
}

export function useViewer(input: ViewerInput): ViewerOutput {
  const { store, host, model, settings, name, nonce, children } = input
  const labels = useStable(input.labels)
  const hasChildren = Children.count(children) > 0 && children !== null && children !== false
  const viewer = useRef<Viewer | null>(null)
  /** Where the last viewer of that scene stood; another scene is looked at from its own side. */
  const last = useRef<{ readonly store: SceneStore; readonly pose: OrbitPose } | null>(null)
  const [fiber, setFiber] = useState<FiberRoot | null>(null)
  const [drawn, setDrawn] = useState<LoadedModel | null>(null)
  const [lost, setLost] = useState(false)
  const [error, setError] = useState<VectrealError | null>(null)
  const [attempt, setAttempt] = useState(0)
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })

  useEffect(() => {
    const element = host.current
    if (model === null || element === null) return
    let isEnded = false
    let own: Viewer | null = null
    const begin = async (): Promise<void> => {
      const [{ createViewer }, driver] = await Promise.all([
        import('./engine.js'),
        hasChildren ? importFiberDriver(setFiber) : undefined,
      ])
      if (isEnded) return
      own = createViewer(element, {
        settings: latest.current.settings,
        name,
        labels,
        nonce,
        pose: last.current?.store === store ? last.current.pose : undefined,
        driver,
      })
      viewer.current = own
      own.on('ready', ({ model }) => {
        setDrawn(model)
        setLost(false)
        store.setContextLost(false)
        latest.current.onLoad(model)
      })
      own.on('contextlost', () => {
        setLost(true)
        store.setContextLost(true)
      })
      own.on('error', fail)
      own.on('hotspot', ({ id }) => latest.current.onHotspot(id))
      own.setModel(model)
    }
    const fail = (cause: unknown): void => {
      const error = toVectrealError(cause)
      store.report(error)
      setError(error)
    }
    begin().catch(fail)
    return () => {
      isEnded = true
      if (own !== null) {
        last.current = { store, pose: own.pose }
        own.dispose()
      }
      viewer.current = null
      setDrawn(null)
      setLost(false)
      setError(null)
    }
    // `attempt` starts it anew.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [store, host, model, attempt, labels, nonce, name, hasChildren])

  useEffect(() => viewer.current?.setSettings(settings), [settings])
  useEffect(() => fiber?.render(children), [fiber, children])
  return { viewer, drawn, lost, error, restart: () => setAttempt(attempt + 1) }
}

/** Fiber and its reconciler are a sixth of the page: they come when there is something for them to draw. */
async function importFiberDriver(onRoot: (root: FiberRoot | null) => void): Promise<CreateFrameDriver> {
  const { createFiberDriver } = await import('./fiber-driver.js')
  return createFiberDriver(onRoot)
}
