/**
 * `<vectreal-scene>`: reserves the space, keeps what the page put in as a poster, and lets the rest of the SDK come when
 * a scene is wanted. This file is the better part of the script tag, so it stays small; what can wait lives in
 * `element-runtime.ts`.
 */
import type { Diagnosis } from '../diagnose.js'
import type { ApiKeySource } from '../keyed-request.js'
import { requestEarly, type EarlyRequest } from '../scene/early-request.js'
import type { SceneMessages } from '../scene/messages.js'
import { FAILED, OFFLINE, RETRY, START } from '../scene/first-messages.js'
import type { Engine } from '../scene/ports.js'
import type { SceneControls, ScenePhase, SceneProgress, ScreenshotOptions } from '../scene/states.js'
import { resolveLoading, whenNear, type Loading } from '../scene/when-wanted.js'
import type { SceneManifest } from '@vectreal/scene-format'
import type { VectrealError } from '../vectreal-error.js'
import type { ElementScene, SceneRuntime } from './element-place.js'
import { button, logFailure, notice, part, remedyOf } from './notice.js'
import { STYLES } from './styles.js'

export type { Loading } from '../scene/when-wanted.js'

const RESTART = ['scene-id', 'api-key', 'base-url', 'messages']
const LIVE = ['alt', 'auto-rotate', 'camera-controls']
const PROPERTIES = [
  'sceneId',
  'apiKey',
  'baseUrl',
  'loading',
  'alt',
  'autoRotate',
  'cameraControls',
  'messages',
]

/** What the element needs from whoever registers it. */
export interface ElementHost {
  /** Root of the platform where no `base-url` says otherwise. */
  readonly baseUrl: string | null
  /** Loads the rest of the SDK, from the element's platform where the script knows none. Called again after it failed. */
  loadRuntime(baseUrl: string): Promise<SceneRuntime>
  /** Loads what draws; as above. */
  loadEngine(baseUrl: string): Promise<Engine>
  /** The error for a runtime that could not be loaded. */
  blocked(cause: unknown): VectrealError
  /** Further headers for the API. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A `<vectreal-scene>`. Properties mirror attributes, and setting one to `null` or `undefined` leaves it out;
 * controls wait until the scene is on screen and reject where it fails.
 */
export interface VectrealSceneElement extends HTMLElement, SceneControls {
  get sceneId(): string
  set sceneId(value: string | null | undefined)
  /** The attribute holds a string; a function is asked before every request. */
  get apiKey(): ApiKeySource
  set apiKey(value: ApiKeySource | null | undefined)
  /** Root of the platform; '' where neither attribute nor script names one. */
  get baseUrl(): string
  set baseUrl(value: string | null | undefined)
  /** Default `lazy`; so is any value that is none of them. */
  get loading(): Loading
  set loading(value: Loading | null | undefined)
  /** Default: the text alternative of the scene's own settings. */
  get alt(): string
  set alt(value: string | null | undefined)
  /** `null` leaves it to the scene's own settings. */
  get autoRotate(): boolean | null
  set autoRotate(value: boolean | null | undefined)
  /** True: turn, zoom and pan. False: none of them. `null`: the scene's own settings. */
  get cameraControls(): boolean | null
  set cameraControls(value: boolean | null | undefined)
  /** Texts in another language; the attribute holds them as JSON. What is left out is English. */
  get messages(): Partial<SceneMessages>
  set messages(value: Partial<SceneMessages> | null | undefined)
  readonly state: ScenePhase
  /** Why the scene is not shown; `null` unless it failed. */
  readonly error: VectrealError | null
  /** `null` until it has come. */
  readonly manifest: SceneManifest | null
  /** Loads at once, whatever `loading` says. Resolves when the scene is on screen. */
  load(): Promise<void>
  /** Tries again after an error. */
  retry(): void
  /** Runs the checks one by one and says which of them fails. */
  diagnose(): Promise<Diagnosis>
}

/** The events of a `<vectreal-scene>`, which all bubble. */
export interface SceneEventMap {
  progress: CustomEvent<SceneProgress>
  /** The scene is on screen. */
  load: CustomEvent<{ manifest: SceneManifest }>
  /** `preventDefault()` keeps the message off the element. */
  error: CustomEvent<VectrealError>
  statechange: CustomEvent<{ state: ScenePhase }>
}

interface Waiter {
  resolve(scene: ElementScene): void
  reject(error: unknown): void
}

/** Builds the class; nothing is touched before it is called, so that the module can be imported on a server. */
export function createSceneElement(host: ElementHost): CustomElementConstructor {
  return class extends HTMLElement implements VectrealSceneElement {
    static readonly observedAttributes = [...RESTART, ...LIVE, 'loading']

    #root = this.attachShadow({ mode: 'open' })
    #sheet!: CSSStyleSheet
    #stage = part('div', 'viewer')
    #poster = part('div', 'poster')
    /** A button, or why the SDK did not come. */
    #note: HTMLElement | null = null
    #stopWaiting = () => {}
    #early: EarlyRequest | null = null
    #scene: ElementScene | null = null
    #waiters: Waiter[] = []
    #phase: ScenePhase = 'idle'
    #blocked: VectrealError | null = null
    #apiKey: ApiKeySource | null = null
    /** Grows with each start and stop: whoever comes back with an older number is late. */
    #turn = 0
    #isWanted = false
    #isPending = false

    constructor() {
      super()
      this.#adoptSheet()
      this.#poster.append(document.createElement('slot'))
      this.#root.append(this.#stage, this.#poster)
    }

    connectedCallback(): void {
      for (const name of PROPERTIES) {
        if (!Object.hasOwn(this, name)) continue
        // Set before the element was defined: the plain property hides the setter.
        const value: unknown = Reflect.get(this, name)
        Reflect.deleteProperty(this, name)
        Reflect.set(this, name, value)
      }
      // A clone has the attributes of a scene that it does not show.
      if (this.getAttribute('data-vectreal-state') !== this.#phase) this.#setPhase(this.#phase)
      this.#schedule()
    }

    adoptedCallback(): void {
      this.#stop()
      this.#adoptSheet()
    }

    disconnectedCallback(): void {
      // An element that is only moved comes back before the microtask runs.
      queueMicrotask(() => {
        if (!this.isConnected) this.#stop()
      })
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (before === after) return
      if (name === 'api-key') this.#apiKey = null
      if (LIVE.includes(name)) return this.#scene?.update()
      if (RESTART.includes(name) && this.#turn > 0) this.#stop()
      if (this.isConnected) this.#schedule()
    }

    /** Several attributes set in a row make one start. */
    #schedule(): void {
      if (this.#isPending) return
      this.#isPending = true
      queueMicrotask(() => {
        this.#isPending = false
        if (this.isConnected && this.#phase === 'idle') this.#arm()
      })
    }

    #arm(): void {
      this.#disarm()
      if (this.sceneId === '') return
      const open = () => void this.#open()
      const loading = this.#isWanted ? 'eager' : resolveLoading(this.loading)
      if (loading === 'eager') open()
      else if (loading === 'lazy') this.#stopWaiting = whenNear(this, open)
      else this.#show(button('start', this.messages.start ?? START, open))
    }

    #disarm(): void {
      this.#stopWaiting()
      this.#stopWaiting = () => {}
      this.#show(null)
    }

    #show(note: HTMLElement | null): void {
      this.#note?.remove()
      this.#note = note
      if (note) this.#root.append(note)
    }

    async #open(): Promise<void> {
      this.#disarm()
      const turn = (this.#turn += 1)
      this.#blocked = null
      const { baseUrl, sceneId, apiKey } = this
      const { headers = {} } = host
      this.#setPhase('manifest')
      // Asked for while the rest of the SDK is still on its way.
      const early = (this.#early = baseUrl === '' ? null : requestEarly(baseUrl, sceneId, apiKey, headers))
      try {
        const runtime = await host.loadRuntime(baseUrl)
        if (turn !== this.#turn) return
        this.#scene = runtime.openScene(
          {
            root: this.#root,
            stage: this.#stage,
            poster: this.#poster,
            messages: this.messages,
            overrides: () => ({
              autoRotate: this.autoRotate,
              cameraControls: this.cameraControls,
              alt: this.getAttribute('alt'),
            }),
            isDebug: () => this.hasAttribute('debug'),
            setPhase: (phase) => this.#setPhase(phase),
            setShape: (ratio) => this.#style(ratio),
            emit: (type, detail) => this.#emit(type, detail),
          },
          {
            sceneId,
            apiKey,
            baseUrl,
            headers,
            early,
            reports: this.getAttribute('reports'),
            figures: this.hasAttribute('figures'),
            engine: () => host.loadEngine(baseUrl),
          },
        )
        for (const { resolve } of this.#waiters.splice(0)) resolve(this.#scene)
      } catch (cause) {
        if (turn !== this.#turn) return
        if (navigator.onLine === false) this.#waitOnline()
        else this.#block(host.blocked(cause))
      }
    }

    #waitOnline(): void {
      this.#setPhase('offline')
      const again = () => void this.#open()
      addEventListener('online', again, { once: true })
      this.#stopWaiting = () => removeEventListener('online', again)
      this.#show(notice(this.messages.offline ?? OFFLINE, null, null))
    }

    /** The rest of the SDK did not come, so this is said without it. */
    #block(error: VectrealError): void {
      this.#blocked = error
      this.#setPhase('error')
      const { failed, retry } = this.messages
      if (this.#emit('error', error)) {
        const action = { label: retry ?? RETRY, act: () => this.retry() }
        const line = failed ?? FAILED
        this.#show(notice(line, remedyOf(error, this.hasAttribute('debug')), action))
      }
      for (const { reject } of this.#waiters.splice(0)) reject(error)
      logFailure(error)
    }

    #stop(): void {
      this.#turn += 1
      this.#disarm()
      this.#early?.abort()
      this.#scene?.dispose()
      this.#early = this.#scene = this.#blocked = null
      const gone = new DOMException('The scene was removed or replaced.', 'AbortError')
      for (const { reject } of this.#waiters.splice(0)) reject(gone)
      this.#setPhase('idle')
    }

    #restart(): void {
      if (!this.isConnected) return
      this.#stop()
      this.#schedule()
    }

    /** What differs between scenes stands in a sheet as well: on the host a clone would take it along. */
    #style(ratio = '4/3'): void {
      this.#sheet.replaceSync(`${STYLES}:host{aspect-ratio:var(--vectreal-aspect-ratio,${ratio})}`)
    }

    /** A sheet belongs to its document. The viewer adds its own beside this one. */
    #adoptSheet(): void {
      this.#sheet = new (this.ownerDocument.defaultView ?? window).CSSStyleSheet()
      this.#root.adoptedStyleSheets = [this.#sheet]
      this.#style()
    }

    #setPhase(phase: ScenePhase): void {
      const isNew = phase !== this.#phase
      this.#phase = phase
      this.setAttribute('data-vectreal-state', phase)
      this.setAttribute('aria-busy', String(['manifest', 'downloading', 'decoding'].includes(phase)))
      if (isNew) this.#emit('statechange', { state: phase })
    }

    #emit(type: string, detail: unknown): boolean {
      return this.dispatchEvent(
        new CustomEvent(type, { detail, bubbles: true, cancelable: type === 'error' }),
      )
    }

    /** The scene, once there is one. */
    #opened(): Promise<ElementScene> {
      if (this.#scene) return Promise.resolve(this.#scene)
      return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
    }

    #boolean(name: string): boolean | null {
      const value = this.getAttribute(name)
      return value === null ? null : value !== 'false'
    }

    /** Frameworks set `undefined` or `null` where a property goes away. */
    #set(name: string, value: string | boolean | null | undefined): void {
      if (value === null || value === undefined) this.removeAttribute(name)
      else this.setAttribute(name, value === true ? '' : String(value))
    }

    get sceneId(): string {
      return this.getAttribute('scene-id') ?? ''
    }
    set sceneId(value: string | null | undefined) {
      this.#set('scene-id', value)
    }
    get apiKey(): ApiKeySource {
      return this.#apiKey ?? this.getAttribute('api-key') ?? ''
    }
    /** A function stays a property; a string is the attribute. */
    set apiKey(value: ApiKeySource | null | undefined) {
      const source = typeof value === 'function' ? value : null
      if (source !== this.#apiKey) {
        this.#apiKey = source
        this.#restart()
      }
      if (typeof value !== 'function') this.#set('api-key', value)
    }
    get baseUrl(): string {
      return this.getAttribute('base-url') ?? host.baseUrl ?? ''
    }
    set baseUrl(value: string | null | undefined) {
      this.#set('base-url', value)
    }
    get loading(): Loading {
      const value = this.getAttribute('loading')
      return value === 'eager' || value === 'interaction' ? value : 'lazy'
    }
    set loading(value: Loading | null | undefined) {
      this.#set('loading', value)
    }
    get alt(): string {
      return this.getAttribute('alt') ?? ''
    }
    set alt(value: string | null | undefined) {
      this.#set('alt', value)
    }
    get autoRotate(): boolean | null {
      return this.#boolean('auto-rotate')
    }
    set autoRotate(value: boolean | null | undefined) {
      this.#set('auto-rotate', value)
    }
    get cameraControls(): boolean | null {
      return this.#boolean('camera-controls')
    }
    set cameraControls(value: boolean | null | undefined) {
      this.#set('camera-controls', value)
    }
    get messages(): Partial<SceneMessages> {
      try {
        return JSON.parse(this.getAttribute('messages') ?? '{}')
      } catch {
        return {}
      }
    }
    set messages(value: Partial<SceneMessages> | null | undefined) {
      this.#set('messages', value && JSON.stringify(value))
    }
    get state(): ScenePhase {
      return this.#phase
    }
    get error(): VectrealError | null {
      return this.#blocked ?? this.#scene?.error ?? null
    }
    get manifest(): SceneManifest | null {
      return this.#scene?.manifest ?? null
    }
    get cameras(): readonly string[] {
      return this.#scene?.controls.cameras ?? []
    }
    get variants(): readonly string[] {
      return this.#scene?.controls.variants ?? []
    }
    get animations(): readonly string[] {
      return this.#scene?.controls.animations ?? []
    }

    async load(): Promise<void> {
      this.#isWanted = true
      if (this.#phase === 'error') this.retry()
      if (this.#phase === 'idle' && this.isConnected) this.#arm()
      await (await this.#opened()).whenReady()
    }
    retry(): void {
      if (this.#blocked) void this.#open()
      else this.#scene?.retry()
    }
    async goTo(camera: string | null): Promise<void> {
      return (await this.#opened()).controls.goTo(camera)
    }
    async setVariant(variant: string | null): Promise<void> {
      return (await this.#opened()).controls.setVariant(variant)
    }
    async play(animation?: string | null): Promise<void> {
      return (await this.#opened()).controls.play(animation)
    }
    async pause(): Promise<void> {
      return (await this.#opened()).controls.pause()
    }
    async seek(seconds: number): Promise<void> {
      return (await this.#opened()).controls.seek(seconds)
    }
    async screenshot(options?: ScreenshotOptions): Promise<Blob> {
      return (await this.#opened()).controls.screenshot(options)
    }
    async diagnose(): Promise<Diagnosis> {
      const { createClient } = await host.loadRuntime(this.baseUrl)
      const { apiKey, baseUrl, sceneId } = this
      return createClient({ apiKey, baseUrl, headers: host.headers ?? {} }).diagnose(sceneId)
    }
  }
}
