/**
 * The script tag. Runs as a classic script, as a module and inlined: it finds out where it came from, defines the
 * element, runs the queue and imports everything else from the platform when a scene is wanted.
 */
import { createSceneElement } from './scene-element.js'
import { blockedError } from './blocked-error.js'
import { chunkImporter } from './import-chunk.js'
import type { Language } from '../scene/language.js'
import type { SceneMessages } from '../scene/messages.js'
import type { Engine } from '../scene/ports.js'
import type { VectrealError } from '../vectreal-error.js'
import type { SceneRuntime } from './element-place.js'

/** Written by the build. */
declare const VECTREAL_BUILD: {
  readonly version: string
  /** Name of this script. */
  readonly file: string
  /** From the folder of this script to the root of the platform. */
  readonly root: string
  /** Chunks, relative to the root. */
  readonly runtime: string
  readonly viewer: string
  /** Folder of the texts, one JSON file a language. */
  readonly texts: string
  /** Of runtime and viewer, in the pinned build. */
  readonly integrity: readonly string[]
}

type Task = (vectreal: VectrealGlobal) => void

/** `window.Vectreal`. Before the script has come it may be an array of functions. */
export interface VectrealGlobal {
  readonly version: string
  readonly baseUrl: string | null
  /** Runs `task` now; before the script has come, an array keeps it. */
  push(...tasks: Task[]): void
  /** Loads the SDK itself: `createClient`, `diagnose`, `VectrealError`. */
  load(): Promise<SceneRuntime>
}

const build = VECTREAL_BUILD
const script = document.currentScript as HTMLScriptElement | null
const source = script?.src || moduleAddress()
const root = source ? new URL(build.root, source).href.replace(/[?#].*$/, '') : null

const INLINED = new Error('The viewer script does not know its address.')

/** A module has no `currentScript`, and `import.meta` would keep classic scripts from running: the stack names it. */
function moduleAddress(): string | null {
  const [address = ''] = /https?:\S+?(?=:\d+:\d)/.exec(new Error().stack ?? '') ?? []
  // In a bundle, or in the page itself, it is somebody else's address.
  return address.split(/[?#]/, 1)[0]?.endsWith(`/${build.file}`) ? address : null
}

/** Where the files of this build are. */
function platform(baseUrl: string): string {
  const from = root ?? baseUrl.replace(/\/*$/, '/')
  if (from === '/') throw INLINED
  return from
}

/** Where a chunk of this build is; the first question has all of them fetched side by side. */
function chunk(file: string, baseUrl: string): string {
  const from = platform(baseUrl)
  preload(from)
  return new URL(file, from).href
}

/** Texts come as data: no hash has to hold what cannot run. */
async function loadTexts(language: Language, baseUrl: string): Promise<Partial<SceneMessages>> {
  return (await fetch(`${platform(baseUrl)}${build.texts}${language}.json`)).json()
}

const loadRuntime = chunkImporter<SceneRuntime>((baseUrl) => chunk(build.runtime, baseUrl))
const loadEngine = chunkImporter<Engine>((baseUrl) => chunk(build.viewer, baseUrl))

let isPreloaded = false

/** Fetches all chunks side by side, and holds them to the hashes that this build knows. */
function preload(from: string): void {
  if (isPreloaded) return
  isPreloaded = true
  for (const [index, file] of [build.runtime, build.viewer].entries()) {
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = new URL(file, from).href
    link.crossOrigin = 'anonymous'
    link.integrity = build.integrity[index] ?? ''
    if (script?.nonce) link.nonce = script.nonce
    document.head.append(link)
  }
}

function blocked(cause: unknown): VectrealError {
  if (cause !== INLINED) return blockedError(cause)
  return blockedError(cause, INLINED.message, 'Load the script from the platform, or set base-url.')
}

function start(): void {
  const present = (window as { Vectreal?: VectrealGlobal | Task[] }).Vectreal
  if (present !== undefined && !Array.isArray(present) && typeof present.version === 'string') {
    if (present.version !== build.version) {
      // oxlint-disable-next-line no-console -- the site builder has to hear of it
      console.warn(`[vectreal] the page has ${present.version} already, which stays.`)
    }
    return
  }
  const vectreal: VectrealGlobal = {
    version: build.version,
    baseUrl: root,
    push(...tasks) {
      for (const task of tasks) run(task)
    },
    load: () => loadRuntime(''),
  }
  const run = (task: Task) => {
    try {
      task(vectreal)
    } catch (error) {
      // One task's mistake must not keep the others, or the scenes, from running.
      setTimeout(() => {
        throw error
      })
    }
  }
  ;(window as { Vectreal?: VectrealGlobal }).Vectreal = vectreal
  if (customElements.get('vectreal-scene') === undefined) {
    customElements.define(
      'vectreal-scene',
      createSceneElement({ baseUrl: root, loadRuntime, loadEngine, loadTexts, blocked }),
    )
  }
  if (Array.isArray(present)) vectreal.push(...present)
}

start()
