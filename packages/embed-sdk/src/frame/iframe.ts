/** The page's side of the iframe: the same words as the element, for pages that want a scene in a frame of its own. */
import { FRAME_ALLOW, FRAME_SANDBOX, frameUrl, type FrameAddress } from './frame-url.js'
import {
  parseFromFrame,
  PROTOCOL,
  reviveError,
  type Connect,
  type FromFrame,
  type Method,
  type Setting,
  type Snapshot,
  type ToFrame,
} from './frame-protocol.js'
import { declaredLanguage } from '../scene/language.js'
import { isSentFor } from '../scene/phone-scene.js'
import { VectrealError } from '../vectreal-error.js'
import type { ToolbarWish } from '../scene/toolbar-wish.js'
import type { Diagnosis } from '../diagnose.js'
import type { SceneControls, ScenePhase, ScreenshotOptions } from '../scene/states.js'

/** What `embedFrame` takes beside the container. */
export interface FrameOptions extends FrameAddress {
  /** What screen readers call the frame. */
  readonly title: string
}

/**
 * A scene in a frame of its own. Events are those of `<vectreal-scene>`; controls wait until the scene is on
 * screen.
 */
export interface SceneFrame extends EventTarget, SceneControls {
  readonly iframe: HTMLIFrameElement
  readonly state: ScenePhase
  /** Loads at once, whatever `loading` says. Resolves when the scene is on screen. */
  load(): Promise<void>
  /** Runs the checks inside the frame. */
  diagnose(): Promise<Omit<Diagnosis, 'toString'>>
  /** Hands a new key over, for example after a rotation. */
  setApiKey(apiKey: string): void
  /** `null` gives the word back to the scene's own settings; so it does in those below. */
  setAutoRotate(value: boolean | null): void
  setCameraControls(value: boolean | null): void
  setAlt(value: string | null): void
  setToolbar(value: ToolbarWish): void
  setAr(value: boolean | null): void
  /** Takes the frame off the page, with everything that belongs to it. */
  dispose(): void
}

/** Puts a scene into `container`, which gives it its size. */
export function embedFrame(container: Element, options: FrameOptions): SceneFrame {
  // oxlint-disable-next-line react/iframe-missing-sandbox -- set below
  const iframe = container.ownerDocument.createElement('iframe')
  iframe.title = options.title
  iframe.setAttribute('sandbox', FRAME_SANDBOX)
  iframe.allow = FRAME_ALLOW
  // The frame knows its page by this origin; the path stays here.
  iframe.referrerPolicy = 'strict-origin'
  iframe.style.cssText = 'display:block;width:100%;height:100%;border:0'
  iframe.src = frameUrl({
    ...options,
    lang: options.lang ?? (declaredLanguage(container) || undefined),
    signInUrl: options.signInUrl && new URL(options.signInUrl, container.baseURI).href,
  })
  const frame = new Frame(iframe, options.apiKey)
  container.append(iframe)
  frame.welcomePhone()
  return frame
}

/** Talks to a frame that stands in the page already. `apiKey` lets it start again after the browser went back to it. */
export function connectFrame(iframe: HTMLIFrameElement, apiKey?: string): SceneFrame {
  const frame = new Frame(iframe, apiKey)
  frame.welcomePhone()
  return frame
}

interface Call {
  resolve(value: never): void
  reject(error: unknown): void
}

class Frame extends EventTarget implements SceneFrame {
  readonly iframe: HTMLIFrameElement
  readonly #origin: string
  #apiKey: string | undefined
  #port: MessagePort | null = null
  #isOpen = false
  #waiting: ToFrame[] = []
  #calls = new Map<number, Call>()
  #nextId = 1
  #snapshot: Snapshot = { state: 'idle', cameras: [], variants: [], animations: [] }

  constructor(iframe: HTMLIFrameElement, apiKey: string | undefined) {
    super()
    this.iframe = iframe
    this.#origin = new URL(iframe.src).origin
    this.#apiKey = apiKey
    iframe.addEventListener('load', this.#connect)
    if (iframe.isConnected) this.#connect()
  }

  /** Leads a phone that was sent here for the scene to it: the button inside gets the focus once it is there. */
  welcomePhone(): void {
    if (!isSentFor(sceneOf(this.iframe))) return
    // Neither where the visitor has begun to read nor to write.
    if (scrollY < 1) this.iframe.scrollIntoView({ block: 'center' })
    if (document.activeElement === document.body) this.iframe.focus({ preventScroll: true })
    this.#send({ type: 'sent' })
  }

  /** Each load is a new document, and gets a port of its own. */
  #connect = (): void => {
    this.#port?.close()
    this.#isOpen = false
    this.#abandon()
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.addEventListener('message', ({ data }) => this.#receive(parseFromFrame(data)))
    port1.start()
    const connect: Connect = { vectreal: PROTOCOL, type: 'connect' }
    this.iframe.contentWindow?.postMessage(connect, this.#origin, [port2])
  }

  /** Calls that went to a document that is gone get no response. */
  #abandon(): void {
    for (const [id, call] of this.#calls) {
      if (this.#waiting.some((message) => message.type === 'call' && message.id === id)) continue
      this.#calls.delete(id)
      call.reject(new VectrealError('aborted'))
    }
  }

  #receive(message: FromFrame | null): void {
    if (message === null) return
    if (message.type === 'reply') {
      const call = this.#calls.get(message.id)
      this.#calls.delete(message.id)
      if (message.ok) call?.resolve(message.value as never)
      else call?.reject(reviveError(message.value))
      return
    }
    if (message.type === 'page') {
      const url = window.parent === window ? location.href : null
      this.#send({ type: 'page', url })
      return
    }
    const before = this.#snapshot.state
    this.#snapshot = message.snapshot
    if (message.type === 'hello') {
      this.#isOpen = true
      if (this.state !== before) this.#catchUp(message)
      if (!message.hasKey && this.#apiKey) this.#send({ type: 'key', apiKey: this.#apiKey })
      for (const waiting of this.#waiting.splice(0)) this.#send(waiting)
      return
    }
    const detail = message.name === 'error' ? reviveError(message.detail) : message.detail
    this.dispatchEvent(new CustomEvent(message.name, { detail }))
  }

  /** What happened before the frame was connected is told once. */
  #catchUp({ error, manifest }: FromFrame & { readonly type: 'hello' }): void {
    const { state } = this
    this.dispatchEvent(new CustomEvent('statechange', { detail: { state } }))
    if (state === 'ready') this.dispatchEvent(new CustomEvent('load', { detail: { manifest } }))
    if (state === 'error') this.dispatchEvent(new CustomEvent('error', { detail: reviveError(error) }))
  }

  #send(message: ToFrame): void {
    if (this.#isOpen) this.#port?.postMessage(message)
    else this.#waiting.push(message)
  }

  #call<T>(method: Method, ...args: unknown[]): Promise<T> {
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject })
      this.#send({ type: 'call', id, method, args })
    })
  }

  #set(name: Setting, value: boolean | string | null): void {
    this.#send({ type: 'set', name, value })
  }

  get state(): ScenePhase {
    return this.#snapshot.state
  }
  get cameras(): readonly string[] {
    return this.#snapshot.cameras
  }
  get variants(): readonly string[] {
    return this.#snapshot.variants
  }
  get animations(): readonly string[] {
    return this.#snapshot.animations
  }

  load(): Promise<void> {
    return this.#call('load')
  }
  goTo(camera: string | null): Promise<void> {
    return this.#call('goTo', camera)
  }
  setVariant(variant: string | null): Promise<void> {
    return this.#call('setVariant', variant)
  }
  play(animation?: string | null): Promise<void> {
    return animation === undefined ? this.#call('play') : this.#call('play', animation)
  }
  pause(): Promise<void> {
    return this.#call('pause')
  }
  seek(seconds: number): Promise<void> {
    return this.#call('seek', seconds)
  }
  screenshot(options: ScreenshotOptions = {}): Promise<Blob> {
    return this.#call('screenshot', options)
  }
  diagnose(): Promise<Omit<Diagnosis, 'toString'>> {
    return this.#call('diagnose')
  }
  setApiKey(apiKey: string): void {
    this.#apiKey = apiKey
    this.#send({ type: 'key', apiKey })
  }
  setAutoRotate(value: boolean | null): void {
    this.#set('autoRotate', value)
  }
  setCameraControls(value: boolean | null): void {
    this.#set('cameraControls', value)
  }
  setAlt(value: string | null): void {
    this.#set('alt', value)
  }
  setAr(value: boolean | null): void {
    this.#set('ar', value)
  }
  setToolbar(value: ToolbarWish): void {
    this.#set('toolbar', typeof value === 'object' && value !== null ? value.join(' ') : value)
  }

  dispose(): void {
    this.iframe.removeEventListener('load', this.#connect)
    this.#port?.close()
    this.#port = null
    this.#waiting = []
    this.#abandon()
    this.iframe.remove()
  }
}

/** The scene whose page the frame shows. */
function sceneOf({ src }: HTMLIFrameElement): string {
  return decodeURIComponent(new URL(src).pathname.split('/').at(-1) ?? '')
}

export { FRAME_ALLOW, FRAME_SANDBOX, frameUrl, type FrameAddress } from './frame-url.js'
