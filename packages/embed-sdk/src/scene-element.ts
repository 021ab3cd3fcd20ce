/**
 * `<vectreal-scene>`: reserves the space, shows the poster, and lets the rest of the SDK come when a scene is wanted.
 * This file is the better part of the script tag, so it stays small; what can wait lives in `scene-session.ts`.
 */
import { failureMessage, messageBox } from './failure-message.js'
import { STYLES } from './scene-styles.js'
import type {
  SceneControls,
  SceneOverrides,
  SceneProgress,
  SceneRequest,
  SceneRuntime,
  SceneSession,
  SceneState,
  SceneSurface,
  ScreenshotOptions,
  ViewerModule,
} from './scene-states.js'
import type { Diagnosis } from './diagnose.js'
import type { ApiKeySource } from './keyed-request.js'
import type { SceneManifest } from './scene-manifest.js'
import type { VectrealError } from './vectreal-error.js'

/** A scene is fetched shortly before it comes into view. */
const NEAR_VIEW = '200px'

const RESTART = ['scene-id', 'api-key', 'base-url']
const LIVE = ['alt', 'auto-rotate', 'camera-controls']

/** When a scene loads: shortly before it comes into view, at once, or when the visitor asks for it. */
export type Loading = 'lazy' | 'eager' | 'interaction'

/** What the element needs from whoever registers it. */
export interface ElementHost {
  /** Root of the platform where no `base-url` says otherwise. */
  readonly baseUrl: string | null
  /** Loads the rest of the SDK. Called again after it failed. */
  loadRuntime(): Promise<SceneRuntime>
  /** Loads what draws; as above. */
  loadViewer(): Promise<ViewerModule>
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
  /** False: the picture cannot be turned, zoomed or moved. `null`: the scene's own settings. */
  get cameraControls(): boolean | null
  set cameraControls(value: boolean | null | undefined)
  readonly state: SceneState
  /** Why the scene is not shown; `null` unless it failed. */
  readonly error: VectrealError | null
  /** `null` until it has come. */
  readonly manifest: SceneManifest | null
  /** Loads at once, whatever `loading` says. Resolves when the scene is on screen. */
  load(): Promise<void>
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
  statechange: CustomEvent<{ state: SceneState }>
}

function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
}

interface Waiter {
  resolve(controls: SceneControls): void
  reject(error: unknown): void
}

/** Builds the class; nothing is touched before it is called, so that the module can be imported on a server. */
export function createSceneElement(host: ElementHost): CustomElementConstructor {
  return class extends HTMLElement implements VectrealSceneElement {
    static readonly observedAttributes = [...RESTART, ...LIVE, 'loading']

    #root = this.attachShadow({ mode: 'open' })
    #poster = this.#part('div', 'poster')
    #image: HTMLImageElement | null = null
    #stage = this.#part('div', 'viewer')
    #bar = this.#part('div', 'bar')
    #message: HTMLElement | null = null
    #start: HTMLButtonElement | null = null
    #observer: IntersectionObserver | null = null
    #session: SceneSession | null = null
    #controls: SceneControls | null = null
    #waiters: Waiter[] = []
    #state: SceneState = 'idle'
    #error: VectrealError | null = null
    #manifest: SceneManifest | null = null
    #apiKey: ApiKeySource | null = null
    #posterUrl = ''
    #early: AbortController | null = null
    /** Grows with each start and stop: whoever comes back with an older number is late. */
    #turn = 0
    #isWanted = false
    #isPending = false

    constructor() {
      super()
      this.#style()
      this.#poster.append(document.createElement('slot'))
      this.#bar.setAttribute('role', 'progressbar')
      this.#bar.setAttribute('aria-label', 'Loading 3D view')
      this.#bar.hidden = true
      this.#root.append(this.#stage, this.#poster, this.#bar)
    }

    connectedCallback(): void {
      for (const name of ['sceneId', 'apiKey', 'baseUrl', 'loading', 'alt', 'autoRotate', 'cameraControls']) {
        if (!Object.hasOwn(this, name)) continue
        // Set before the element was defined: the plain property hides the setter.
        const value: unknown = Reflect.get(this, name)
        Reflect.deleteProperty(this, name)
        Reflect.set(this, name, value)
      }
      // A clone has the attributes of a scene that it does not show.
      if (this.getAttribute('data-vectreal-state') !== this.#state) this.#setState(this.#state)
      this.#schedule()
    }

    /** Sheets and contexts belong to the document they were made in. */
    adoptedCallback(): void {
      this.#stop()
      this.#style()
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
      if (LIVE.includes(name)) return this.#session?.update(this.#overrides())
      if (RESTART.includes(name) && this.#turn > 0) this.#stop()
      if (this.isConnected) this.#schedule()
    }

    /** Several attributes set in a row make one start. */
    #schedule(): void {
      if (this.#isPending) return
      this.#isPending = true
      queueMicrotask(() => {
        this.#isPending = false
        if (this.isConnected && this.#state === 'idle') this.#arm()
      })
    }

    #arm(): void {
      this.#disarm()
      if (this.sceneId === '') return
      if (this.#isWanted || this.loading === 'eager') return void this.#open()
      // Who saves data is asked first.
      if (this.loading === 'interaction' || savesData()) return this.#offerStart()
      this.#observer = new IntersectionObserver(
        (entries) => {
          if (entries.some((entry) => entry.isIntersecting)) void this.#open()
        },
        { rootMargin: NEAR_VIEW },
      )
      this.#observer.observe(this)
    }

    #offerStart(): void {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'start'
      button.part.add('start')
      button.textContent = 'View in 3D'
      button.addEventListener('click', () => void this.#open(), { once: true })
      this.#start = button
      this.#root.append(button)
    }

    #disarm(): void {
      this.#observer?.disconnect()
      this.#observer = null
      this.#start?.remove()
      this.#start = null
    }

    async #open(): Promise<void> {
      this.#disarm()
      this.#clear()
      const turn = (this.#turn += 1)
      const isCurrent = () => turn === this.#turn
      this.#error = null
      this.#setState('manifest')
      const earlyManifest = this.#askEarly()
      try {
        const runtime = await host.loadRuntime()
        if (isCurrent())
          this.#session = runtime.openScene(this.#request(earlyManifest), this.#surface(isCurrent))
      } catch (cause) {
        if (isCurrent()) this.#fail(host.blocked(cause))
      }
    }

    /** Asks for the manifest while the rest of the SDK is still on its way. */
    #askEarly(): SceneRequest['earlyManifest'] {
      const key = this.apiKey
      if (
        typeof key !== 'string' ||
        !/^[\w-]+$/.test(key) ||
        this.baseUrl === '' ||
        navigator.onLine === false
      ) {
        return null
      }
      try {
        const base = this.baseUrl.replace(/\/*$/, '/')
        const url = new URL(`api/scenes/${encodeURIComponent(this.sceneId)}`, base).href
        const controller = (this.#early = new AbortController())
        const response = fetch(url, {
          headers: { ...host.headers, accept: 'application/json', authorization: `Bearer ${key}` },
          cache: 'no-cache',
          credentials: 'omit',
          redirect: 'manual',
          referrerPolicy: 'origin',
          signal: controller.signal,
        })
        // Whoever takes the answer handles its failure.
        response.catch(() => {})
        return { url, response }
      } catch {
        return null
      }
    }

    #request(earlyManifest: SceneRequest['earlyManifest']): SceneRequest {
      return {
        ...this.#overrides(),
        sceneId: this.sceneId,
        apiKey: this.apiKey,
        baseUrl: this.baseUrl,
        reports: this.getAttribute('reports'),
        figures: this.hasAttribute('figures'),
        headers: host.headers ?? {},
        earlyManifest,
        loadViewer: host.loadViewer,
      }
    }

    #overrides(): SceneOverrides {
      return {
        autoRotate: this.autoRotate,
        cameraControls: this.cameraControls,
        alt: this.getAttribute('alt'),
      }
    }

    #surface(isCurrent: () => boolean): SceneSurface {
      const guard =
        <A extends unknown[]>(act: (...args: A) => void) =>
        (...args: A) => {
          if (isCurrent()) act(...args)
        }
      return {
        stage: this.#stage,
        setState: guard((state) => this.#setState(state)),
        setManifest: guard((manifest) => {
          this.#manifest = manifest
        }),
        setPoster: (url, manifest) => {
          if (isCurrent()) this.#showPoster(url, manifest)
          else if (url.startsWith('blob:')) URL.revokeObjectURL(url)
        },
        setProgress: guard((progress) => this.#showProgress(progress)),
        setDrawn: guard((isDrawn) => void this.#stage.classList.toggle('drawn', isDrawn)),
        setReady: guard((controls) => {
          this.#controls = controls
          this.#clear()
          this.#setState('ready')
          this.#emit('load', { manifest: this.#manifest })
          for (const waiter of this.#waiters.splice(0)) waiter.resolve(controls)
        }),
        setFailed: guard((error) => this.#fail(error)),
        emit: guard((type, detail) => this.#emit(type, detail)),
      }
    }

    #stop(): void {
      this.#turn += 1
      this.#disarm()
      this.#early?.abort()
      this.#early = null
      this.#session?.dispose()
      this.#session = null
      this.#controls = null
      this.#manifest = null
      this.#error = null
      this.#image?.remove()
      this.#image = null
      this.#poster.style.backgroundImage = ''
      this.#forgetPoster()
      this.#clear()
      this.#bar.hidden = true
      this.#stage.replaceChildren()
      this.#stage.classList.remove('drawn')
      for (const waiter of this.#waiters.splice(0)) {
        waiter.reject(new DOMException('The scene was removed or replaced.', 'AbortError'))
      }
      this.#setState('idle')
    }

    #fail(error: VectrealError): void {
      this.#error = error
      this.#bar.hidden = true
      this.#setState(error.code === 'context_lost' ? 'context-lost' : 'error')
      const isShown = this.#emit('error', error)
      for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
      if (isShown) this.#explain(error)
      // oxlint-disable-next-line no-console -- the console is where site builders look first
      console.error(
        `[vectreal] ${error.code}${error.layer ? ` (${error.layer})` : ''}: ${error.message} ${error.hint}`,
      )
    }

    #explain(error: VectrealError): void {
      const retry = () => {
        this.#stop()
        void this.#open()
      }
      this.#show(failureMessage(error, this.hasAttribute('debug'), retry))
    }

    #show(message: HTMLElement): void {
      this.#clear()
      this.#message = message
      this.#root.append(message)
    }

    #clear(): void {
      this.#message?.remove()
      this.#message = null
    }

    #showPoster(url: string, { poster, name, settings }: SceneManifest): void {
      const image = this.#image ?? document.createElement('img')
      image.part.add('poster-image')
      image.alt = this.getAttribute('alt') ?? (settings.alt || name)
      image.decoding = 'async'
      // The poster may be transparent.
      image.addEventListener('load', () => (this.#poster.style.backgroundImage = ''))
      if (poster) {
        const { width, height } = poster
        Object.assign(image, { width, height })
        this.#style(`${width}/${height}`)
      }
      if (poster?.placeholder?.startsWith('data:image/')) {
        this.#poster.style.backgroundImage = `url("${poster.placeholder}")`
      }
      this.#forgetPoster()
      this.#posterUrl = url
      image.src = url
      this.#image = image
      this.#poster.append(image)
    }

    /** What differs between scenes stands in a sheet as well: on the host a clone would take it along. */
    #style(ratio = '4/3'): void {
      const sheet = new (this.ownerDocument.defaultView ?? window).CSSStyleSheet()
      sheet.replaceSync(`${STYLES}:host{aspect-ratio:var(--vectreal-aspect-ratio,${ratio})}`)
      this.#root.adoptedStyleSheets = [sheet]
    }

    #forgetPoster(): void {
      if (this.#posterUrl.startsWith('blob:')) URL.revokeObjectURL(this.#posterUrl)
      this.#posterUrl = ''
    }

    #showProgress(progress: SceneProgress): void {
      const { ratio, phase } = progress
      this.#bar.hidden = phase === 'ready'
      this.#bar.style.transform = `scaleX(${ratio})`
      this.#bar.setAttribute('aria-valuenow', String(Math.round(ratio * 100)))
      this.#emit('progress', progress)
    }

    #setState(state: SceneState): void {
      this.#state = state
      this.setAttribute('data-vectreal-state', state)
      this.setAttribute('aria-busy', String(['manifest', 'downloading', 'decoding'].includes(state)))
      if (state === 'offline') {
        this.#bar.hidden = true
        this.#show(messageBox('You are offline. The 3D view loads as soon as the connection is back.'))
      } else if (this.#message && state !== 'error' && state !== 'context-lost') this.#clear()
      this.#emit('statechange', { state })
    }

    #emit(type: string, detail: unknown): boolean {
      return this.dispatchEvent(
        new CustomEvent(type, { detail, bubbles: true, cancelable: type === 'error' }),
      )
    }

    #part(tag: string, name: string): HTMLElement {
      const element = document.createElement(tag)
      element.className = name
      element.part.add(name)
      return element
    }

    #ready(): Promise<SceneControls> {
      if (this.#controls) return Promise.resolve(this.#controls)
      return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
    }

    #restart(): void {
      if (!this.isConnected) return
      this.#stop()
      this.#schedule()
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
    get state(): SceneState {
      return this.#state
    }
    get error(): VectrealError | null {
      return this.#error
    }
    get manifest(): SceneManifest | null {
      return this.#manifest
    }
    get cameras(): readonly string[] {
      return this.#controls?.cameras ?? []
    }
    get variants(): readonly string[] {
      return this.#controls?.variants ?? []
    }
    get animations(): readonly string[] {
      return this.#controls?.animations ?? []
    }

    async load(): Promise<void> {
      this.#isWanted = true
      if (this.#state === 'error') this.#stop()
      if (this.#state === 'idle' && this.isConnected) this.#arm()
      await this.#ready()
    }
    async goTo(camera: string): Promise<void> {
      return (await this.#ready()).goTo(camera)
    }
    async setVariant(variant: string | null): Promise<void> {
      return (await this.#ready()).setVariant(variant)
    }
    async play(animation?: string): Promise<void> {
      return (await this.#ready()).play(animation)
    }
    async pause(): Promise<void> {
      return (await this.#ready()).pause()
    }
    async seek(seconds: number): Promise<void> {
      return (await this.#ready()).seek(seconds)
    }
    async screenshot(options?: ScreenshotOptions): Promise<Blob> {
      return (await this.#ready()).screenshot(options)
    }
    async diagnose(): Promise<Diagnosis> {
      const { createClient } = await host.loadRuntime()
      const { apiKey, baseUrl, sceneId } = this
      return createClient({ apiKey, baseUrl, headers: host.headers ?? {} }).diagnose(sceneId)
    }
  }
}
