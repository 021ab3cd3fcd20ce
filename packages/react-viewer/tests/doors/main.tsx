/** Opens a scene by any of the three doors, and writes down alike what each of them says. */
import type { VectrealSceneElement } from '@vectreal/embed-sdk/element'
import { embedFrame, type SceneFrame } from '@vectreal/embed-sdk/iframe'
import type { SceneControls, SceneMessages } from '@vectreal/embed-sdk/scene'
import { VectrealViewer, type VectrealViewerHandle } from '@vectreal/react-viewer'
import * as React from 'react'
import { createRoot } from 'react-dom/client'

export type DoorKind = 'element' | 'iframe' | 'react'

export interface DoorOptions {
  readonly baseUrl: string
  readonly sceneId: string
  readonly apiKey: string
  readonly loading?: 'lazy' | 'eager' | 'interaction'
  readonly alt?: string
  readonly cameraControls?: boolean
  readonly lang?: string
  readonly toolbar?: string
  readonly ar?: boolean
  readonly signInUrl?: string
  readonly messages?: Partial<SceneMessages>
}

/** Of the box that holds the scene, in pixels; null: as the page has it. */
type Width = number | null

interface Heard {
  readonly phases: string[]
  readonly ratios: number[]
  readonly errors: { readonly code: string; readonly layer: string | null; readonly retryable: boolean }[]
  readonly arStatuses: string[]
  loads: number
  pose: { readonly distance: number } | null
}

export interface Door extends Heard {
  readonly controls: SceneControls & { load(): Promise<void> }
  remove(): void
}

type Open = (box: HTMLElement, options: DoorOptions, heard: Heard) => Pick<Door, 'controls' | 'remove'>

function listen(target: EventTarget, heard: Heard): void {
  const on = (type: string, hear: (detail: never) => void) =>
    target.addEventListener(type, (event) => hear((event as CustomEvent).detail as never))
  on('statechange', ({ state }: { state: string }) => heard.phases.push(state))
  on('progress', ({ ratio }: { ratio: number }) => heard.ratios.push(ratio))
  on('load', () => (heard.loads += 1))
  on('error', (error: Heard['errors'][number]) => heard.errors.push(error))
  on('ar-status', ({ status }: { status: string }) => heard.arStatuses.push(status))
  on('pose', (pose: Heard['pose']) => (heard.pose = pose))
}

const openElement: Open = (box, options, heard) => {
  if (document.querySelector('script[data-vectreal]') === null) {
    const script = document.createElement('script')
    script.src = `${options.baseUrl}/embed/v1.js`
    script.dataset['vectreal'] = ''
    document.head.append(script)
  }
  const element = document.createElement('vectreal-scene') as VectrealSceneElement
  listen(element, heard)
  Object.assign(element, options)
  box.append(element)
  return { controls: element, remove: () => element.remove() }
}

const openFrame: Open = (box, options, heard) => {
  box.style.height = '180px'
  const frame: SceneFrame = embedFrame(box, { title: 'Scene', ...options })
  listen(frame, heard)
  return { controls: frame, remove: () => frame.dispose() }
}

const openReact: Open = (box, options, heard) => {
  const handle = React.createRef<VectrealViewerHandle>()
  const root = createRoot(box)
  root.render(
    <VectrealViewer
      {...options}
      ref={handle}
      onStateChange={({ phase }) => {
        if (heard.phases.at(-1) !== phase) heard.phases.push(phase)
      }}
      onProgress={({ ratio }) => heard.ratios.push(ratio)}
      onArStatus={(status) => heard.arStatuses.push(status)}
      onLoad={() => (heard.loads += 1)}
      onError={({ code, layer, retryable }) => heard.errors.push({ code, layer, retryable })}
    />,
  )
  Object.defineProperty(heard, 'pose', { get: () => handle.current?.pose ?? null })
  return {
    get controls() {
      return handle.current as VectrealViewerHandle
    },
    remove: () => root.unmount(),
  }
}

const OPEN: Readonly<Record<DoorKind, Open>> = { element: openElement, iframe: openFrame, react: openReact }
const doors: Door[] = []

function open(kind: DoorKind, { width = 240, ...options }: DoorOptions & { readonly width?: Width }): void {
  const box = document.createElement('div')
  if (width !== null) box.style.width = `${width}px`
  document.body.append(box)
  const heard: Heard = { phases: [], ratios: [], errors: [], arStatuses: [], loads: 0, pose: null }
  const opened = OPEN[kind](box, options, heard)
  Object.defineProperties(heard, Object.getOwnPropertyDescriptors(opened))
  doors.push(heard as Door)
}

Object.assign(window, { openDoor: open, doors, React, createRoot })
