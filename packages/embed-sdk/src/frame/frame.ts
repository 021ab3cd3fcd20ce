/** The script of the iframe page `/embed/:sceneId`: takes the key out of the address, shows the scene, responds to its page. */
import { providePageUrl } from '../ar/page-address.js'
import { blockedError } from '../element/blocked-error.js'
import type { SceneRuntime } from '../element/element-place.js'
import { chunkImporter } from '../element/import-chunk.js'
import { createSceneElement } from '../element/scene-element.js'
import type { VectrealSceneElement } from '../element/scene-element-api.js'
import { phoneFragment } from '../scene/phone-scene.js'
import type { Engine } from '../scene/ports.js'
import {
  EVENTS,
  isConnect,
  parseToFrame,
  type FrameEvent,
  type FromFrame,
  type Snapshot,
  type ToFrame,
} from './frame-protocol.js'

/** Written by the build. */
declare const VECTREAL_BUILD: {
  readonly version: string
  readonly runtime: string
  readonly viewer: string
  readonly texts: string
}

const STYLES = `html,body{margin:0;height:100%;overflow:hidden;background:transparent}
vectreal-scene{position:absolute;inset:0;aspect-ratio:auto}`

const ATTRIBUTES = [
  'loading',
  'alt',
  'auto-rotate',
  'camera-controls',
  'toolbar',
  'ar',
  'sign-in-url',
  'lang',
  'messages',
  'reports',
  'debug',
]

const build = VECTREAL_BUILD
/** The page's own address is `…/embed/<scene id>`, so that this is the folder of the script. */
const folder = new URL('./', location.href)

const parameters = new URLSearchParams(location.hash.slice(1))
// At once, before anything else can read the address or keep it.
history.replaceState(history.state, '', location.pathname + location.search)

const sheet = new CSSStyleSheet()
sheet.replaceSync(STYLES)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]

customElements.define(
  'vectreal-scene',
  createSceneElement({
    baseUrl: new URL('../', folder).href,
    loadRuntime: chunkImporter<SceneRuntime>(() => new URL(build.runtime, folder).href),
    loadEngine: chunkImporter<Engine>(() => new URL(build.viewer, folder).href),
    loadTexts: async (language) => (await fetch(new URL(`${build.texts}${language}.json`, folder))).json(),
    blocked: blockedError,
    headers: pageToken(),
  }),
)

// The document itself says nothing of whoever frames it.
document.documentElement.lang = parameters.get('lang') ?? navigator.language

const scene = document.createElement('vectreal-scene') as VectrealSceneElement
for (const name of ATTRIBUTES) {
  const value = parameters.get(name)
  if (value !== null && isSafe(name, value)) scene.setAttribute(name, value)
}
// The key is a property, not an attribute: nobody who looks at the document finds it.
scene.apiKey = apiKeySource(parameters.get('key') ?? '')
scene.sceneId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '')
if (document.body === null) document.addEventListener('DOMContentLoaded', () => document.body.append(scene))
else document.body.append(scene)

listen()

/** Proves to the API that this page came from it, for a site that may frame the scene. */
function pageToken(): Record<string, string> {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="vectreal-page-token"]')
  return meta?.content ? { 'x-vectreal-page-token': meta.content } : {}
}

/** The page around gives the link: a script in it would run as the platform, and a path is none of that page's. */
function isSafe(name: string, value: string): boolean {
  return name !== 'sign-in-url' || /^https?:\/\//i.test(value)
}

function apiKeySource(key: string): () => string {
  return () => key
}

function listen(): void {
  const parentOrigin = originOfParent()
  let page: string | null = null
  let port: MessagePort | null = null
  /** Who wants to know the address of the page. */
  const curious: ((url: string | null) => void)[] = []

  addEventListener('message', ({ source, origin, data, ports }) => {
    const isParent = source === window.parent && source !== window
    const isExpected = origin === (page ?? parentOrigin ?? origin)
    const [offered] = ports
    if (!isParent || !isExpected || !isConnect(data) || offered === undefined) return
    page = origin
    port?.close()
    port = offered
    port.addEventListener('message', (event) => respond(parseToFrame(event.data)))
    port.start()
    send({
      type: 'hello',
      version: build.version,
      hasKey: hasKey(),
      snapshot: snapshot(),
      error: plain(scene.error),
      manifest: plain(scene.manifest),
    })
    if (curious.length > 0) send({ type: 'page' })
  })

  providePageUrl((tell) => {
    curious.push(tell)
    send({ type: 'page' })
  })

  for (const name of EVENTS) {
    scene.addEventListener(name, (event) => {
      send({
        type: 'event',
        name: name as FrameEvent,
        detail: plain((event as CustomEvent).detail),
        snapshot: snapshot(),
      })
    })
  }

  async function respond(message: ToFrame | null): Promise<void> {
    if (message === null) return
    if (message.type === 'key') scene.apiKey = apiKeySource(message.apiKey)
    if (message.type === 'set') Reflect.set(scene, message.name, message.value)
    if (message.type === 'page') for (const tell of curious.splice(0)) tell(ownAddress(message.url))
    if (message.type === 'sent') {
      history.replaceState(history.state, '', `#${phoneFragment(scene.sceneId)}`)
      // What came of it is told by events.
      scene.load().catch(() => {})
    }
    if (message.type !== 'call') return
    const { id, method, args } = message
    try {
      const value: unknown = await (scene[method] as (...args: unknown[]) => unknown)(...args)
      send({ type: 'reply', id, ok: true, value: plain(value) })
    } catch (error) {
      send({ type: 'reply', id, ok: false, value: plain(error) })
    }
  }

  /** A page can give its own address away, and no other. */
  function ownAddress(url: string | null): string | null {
    return url !== null && URL.canParse(url) && new URL(url).origin === page ? url : null
  }

  function send(message: FromFrame): void {
    port?.postMessage(message)
  }
}

function hasKey(): boolean {
  return typeof scene.apiKey === 'function' && scene.apiKey() !== ''
}

function snapshot(): Snapshot {
  const { state, cameras, variants, animations } = scene
  return { state, cameras, variants, animations }
}

/** The page around this one, as far as the browser tells. */
function originOfParent(): string | null {
  const [nearest] = Array.from((location as { ancestorOrigins?: ArrayLike<string> }).ancestorOrigins ?? [])
  if (nearest !== undefined && nearest !== 'null') return nearest
  return document.referrer === '' ? null : new URL(document.referrer).origin
}

/** What can be cloned to another page: errors as their JSON, a diagnosis without its function. */
function plain(value: unknown): unknown {
  if (value instanceof Blob) return value
  if (value instanceof Error && !('toJSON' in value)) return { name: value.name, message: value.message }
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
