/**
 * `<vectreal-scene>`: reserves the space, keeps what the page put in as a poster, and lets the rest of the SDK come when
 * a scene is wanted. This file is the better part of the script tag, so it stays small; what can wait lives in
 * `element-runtime.ts`.
 */
import type { Diagnosis } from '../diagnose.js'
import type { ApiKeySource } from '../keyed-request.js'
import { requestEarly, type EarlyRequest } from '../scene/early-request.js'
import { knownLanguage, languageOf, type Language } from '../scene/language.js'
import type { SceneMessages } from '../scene/messages.js'
import { FAILED, OFFLINE, RETRY, START } from '../scene/first-messages.js'
import type { Engine } from '../scene/ports.js'
import type { ScenePhase } from '../scene/states.js'
import { resolveLoading, whenNear } from '../scene/when-wanted.js'
import type { SceneManifest } from '@vectreal/scene-format'
import type { VectrealError } from '../vectreal-error.js'
import type { ElementScene, SceneRuntime } from './element-place.js'
import type { VectrealSceneElement } from './scene-element-api.js'
import { button, flag, logFailure, notice, part, remedyOf } from './notice.js'
import { STYLES } from './styles.js'

/** A change of these is shown at once, of `loading` counts for the next start, of anything else starts anew. */
const LIVE = ['alt', 'auto-rotate', 'camera-controls', 'toolbar', 'ar']

const METHODS = ['goTo', 'setVariant', 'play', 'pause', 'seek', 'screenshot'] as const
const LISTS = ['cameras', 'variants', 'animations'] as const

const text = (value: string | null): string => value ?? ''

function messages(value: string | null): Partial<SceneMessages> {
  try {
    return JSON.parse(value ?? '{}')
  } catch {
    return {}
  }
}

/** What the value of an attribute means to the property that mirrors it. */
const MIRRORS: Readonly<Record<Mirrored, (value: string | null) => unknown>> = {
  sceneId: text,
  baseUrl: text,
  loading: (value) => (value === 'eager' || value === 'interaction' ? value : 'lazy'),
  alt: text,
  autoRotate: flag,
  cameraControls: flag,
  toolbar: (value) => value,
  ar: flag,
  signInUrl: text,
  messages,
}
const PROPERTIES = [...Object.keys(MIRRORS), 'apiKey']

function attributeOf(property: string): string {
  return property.replace(/[A-Z]/g, '-$&').toLowerCase()
}

type Mirrored =
  | 'sceneId'
  | 'baseUrl'
  | 'loading'
  | 'alt'
  | 'autoRotate'
  | 'cameraControls'
  | 'toolbar'
  | 'ar'
  | 'signInUrl'
  | 'messages'
type Generated = Mirrored | (typeof METHODS)[number] | (typeof LISTS)[number]

/** What the element needs from whoever registers it. */
export interface ElementHost {
  /** Root of the platform where no `base-url` says otherwise. */
  readonly baseUrl: string | null
  /** Loads the rest of the SDK, from the element's platform where the script knows none. Called again after it failed. */
  loadRuntime(baseUrl: string): Promise<SceneRuntime>
  /** Loads what draws; as above. */
  loadEngine(baseUrl: string): Promise<Engine>
  /** Loads the texts of a language; as above. */
  loadTexts(language: Language, baseUrl: string): Promise<Partial<SceneMessages>>
  /** The error for a runtime that could not be loaded. */
  blocked(cause: unknown): VectrealError
  /** Further headers for the API. */
  readonly headers?: Readonly<Record<string, string>>
}

interface Waiter {
  resolve(scene: ElementScene): void
  reject(error: unknown): void
}

/** Builds the class; nothing is touched before it is called, so that the module can be imported on a server. */
export function createSceneElement(host: ElementHost): CustomElementConstructor {
  // The accessors of the class come from the tables above.
  const Base = HTMLElement as unknown as new () => HTMLElement & Pick<VectrealSceneElement, Generated>

  return class SceneElement extends Base implements VectrealSceneElement {
    static readonly observedAttributes = [...PROPERTIES.map(attributeOf), 'lang']

    static {
      const define = (name: string, descriptor: PropertyDescriptor) =>
        Object.defineProperty(this.prototype, name, descriptor)
      for (const [name, read] of Object.entries(MIRRORS)) {
        const attribute = attributeOf(name)
        define(name, {
          get(this: SceneElement) {
            return read(this.getAttribute(attribute) ?? (name === 'baseUrl' ? host.baseUrl : null))
          },
          set(this: SceneElement, value: never) {
            // Svelte and React 19 give the property the text that markup says.
            const isPlain = name !== 'messages' || typeof (value ?? '') === 'string'
            this.#set(attribute, isPlain ? value : JSON.stringify(value))
          },
        })
      }
      for (const name of LISTS) {
        define(name, {
          get(this: SceneElement) {
            return this.#scene?.controls[name] ?? []
          },
        })
      }
      for (const name of METHODS) {
        define(name, {
          async value(this: SceneElement, ...args: never[]) {
            return (await this.#opened()).controls[name](...(args as [never]))
          },
        })
      }
    }

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
    /** What is said in the language of the element, as far as it has come. */
    #texts: Partial<SceneMessages> = {}

    constructor() {
      super()
      this.#adoptSheet()
      this.#poster.append(document.createElement('slot'))
      this.#root.append(this.#stage, this.#poster)
    }

    connectedCallback(): void {
      for (const name of PROPERTIES) {
        // React writes a prop that it knows no property for, and HTML has no capitals.
        const written = /[A-Z]/.test(name) ? this.getAttribute(name.toLowerCase()) : null
        if (written !== null) this.#set(attributeOf(name), written)
        if (!Object.hasOwn(this, name)) continue
        // Set before the element was defined: the plain property hides the setter.
        const own = this as unknown as Record<string, unknown>
        const value = own[name]
        delete own[name]
        own[name] = value
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
      // One that is only moved comes back within the task, however many promises a router waits for in between.
      setTimeout(() => {
        if (!this.isConnected) this.#stop()
      })
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (before === after) return
      if (name === 'api-key') this.#apiKey = null
      if (LIVE.includes(name)) return this.#scene?.update()
      if (name !== 'loading' && this.#turn > 0) this.#stop()
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
      const loading = this.#isWanted ? 'eager' : resolveLoading(this.loading, this.sceneId)
      if (loading === 'eager') open()
      else if (loading === 'lazy') this.#stopWaiting = whenNear(this, open)
      else void this.#offer(open)
    }

    async #offer(open: () => void): Promise<void> {
      const turn = this.#turn
      await this.#speak()
      if (turn === this.#turn) this.#show(button('start', this.#said.start ?? START, open))
    }

    /** Without its texts a scene speaks English. */
    async #speak(): Promise<void> {
      const language = knownLanguage(languageOf(this))
      this.#texts = language ? await host.loadTexts(language, this.baseUrl).catch(() => ({})) : {}
    }

    get #said(): Partial<SceneMessages> {
      return { ...this.#texts, ...this.messages }
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
        const [runtime] = await Promise.all([host.loadRuntime(baseUrl), this.#speak()])
        if (turn !== this.#turn) return
        this.#scene = runtime.openScene(
          {
            root: this.#root,
            stage: this.#stage,
            poster: this.#poster,
            element: this,
            texts: this.#texts,
            setPhase: (phase) => this.#setPhase(phase),
            setShape: (ratio) => this.#style(ratio),
            emit: (type, detail) => this.#emit(type, detail),
          },
          { sceneId, apiKey, baseUrl, headers, early, engine: () => host.loadEngine(baseUrl) },
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
      this.#show(notice(this.#said.offline ?? OFFLINE, null, null))
    }

    /** The rest of the SDK did not come, so this is said without it. */
    #block(error: VectrealError): void {
      this.#blocked = error
      this.#setPhase('error')
      const { failed, retry } = this.#said
      if (this.#emit('error', error)) {
        const action = button('retry', retry ?? RETRY, () => this.retry())
        const line = failed ?? FAILED
        this.#show(notice(line, remedyOf(error, this), action))
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
      const gone = new DOMException('The scene is gone.', 'AbortError')
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

    /** A sheet belongs to its document, and that of a template has none. The viewer adds its own beside this one. */
    #adoptSheet(): void {
      const { defaultView } = this.ownerDocument
      if (!defaultView) return
      this.#sheet = new defaultView.CSSStyleSheet()
      this.#root.adoptedStyleSheets = [this.#sheet]
      this.#style()
    }

    #setPhase(phase: ScenePhase): void {
      const isNew = phase !== this.#phase
      this.#phase = phase
      this.setAttribute('data-vectreal-state', phase)
      // Downloading and decoding, too.
      this.setAttribute('aria-busy', String(/manifest|ing$/.test(phase)))
      if (isNew) this.#emit('statechange', { state: phase })
    }

    #emit(type: string, detail: unknown): boolean {
      return this.dispatchEvent(
        new CustomEvent(type, { detail, bubbles: true, cancelable: type === 'error' }),
      )
    }

    /** The scene, once there is one. */
    #opened(): ElementScene | Promise<ElementScene> {
      return this.#scene ?? new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
    }

    /** Frameworks set `undefined` or `null` where a property goes away. */
    #set(name: string, value: string | boolean | null | undefined): void {
      if (value === null || value === undefined) this.removeAttribute(name)
      else this.setAttribute(name, value === true ? '' : String(value))
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
    get state(): ScenePhase {
      return this.#phase
    }
    get error(): VectrealError | null {
      return this.#blocked ?? this.#scene?.error ?? null
    }
    get manifest(): SceneManifest | null {
      return this.#scene?.manifest ?? null
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
    async diagnose(): Promise<Diagnosis> {
      return (await host.loadRuntime(this.baseUrl)).diagnose(this, host.headers)
    }
  }
}
