/**
 * The script tag. A classic script: it finds out where it came from, defines the element, answers the queue and
 * imports everything else from its own address when a scene is wanted.
 */
import { createSceneElement } from './scene-element.js'
import { blockedError } from './blocked-error.js'
import { chunkImporter } from './import-chunk.js'
import type { SceneRuntime, ViewerModule } from './scene-states.js'

/** Written by the build. */
declare const VECTREAL_BUILD: {
  readonly version: string
  /** From the folder of this script to the root of the platform. */
  readonly root: string
  /** Chunks, relative to this script. */
  readonly runtime: string
  readonly viewer: string
  /** Their hashes, in the pinned build. */
  readonly integrity: Readonly<Record<string, string>>
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
const source = script?.src ? new URL(script.src) : null
const baseUrl = source === null ? null : new URL(build.root, source).href.replace(/[?#].*$/, '')

/** Where a chunk of this build is; the first question has all of them fetched side by side. */
function chunk(file: string): string {
  if (source === null) throw new Error('The script does not know its own address.')
  preload(source)
  return new URL(file, source).href
}

const loadRuntime = chunkImporter<SceneRuntime>(() => chunk(build.runtime))
const loadViewer = chunkImporter<ViewerModule>(() => chunk(build.viewer))

let isPreloaded = false

/** Fetches all chunks side by side, and holds them to the hashes that this build knows. */
function preload(from: URL): void {
  if (isPreloaded) return
  isPreloaded = true
  for (const file of [build.runtime, build.viewer]) {
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = new URL(file, from).href
    link.crossOrigin = 'anonymous'
    link.integrity = build.integrity[file] ?? ''
    if (script?.nonce) link.nonce = script.nonce
    document.head.append(link)
  }
}

function start(): void {
  const present = (window as { Vectreal?: VectrealGlobal | Task[] }).Vectreal
  if (present !== undefined && !Array.isArray(present) && typeof present.version === 'string') {
    if (present.version !== build.version) {
      // oxlint-disable-next-line no-console -- the site builder has to hear of it
      console.warn(
        `[vectreal] ${build.version} was loaded on a page that runs ${present.version} already; the first one stays.`,
      )
    }
    return
  }
  const vectreal: VectrealGlobal = {
    version: build.version,
    baseUrl,
    push(...tasks) {
      for (const task of tasks) run(task)
    },
    load: loadRuntime,
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
      createSceneElement({ baseUrl, loadRuntime, loadViewer, blocked: blockedError }),
    )
  }
  if (Array.isArray(present)) vectreal.push(...present)
}

start()
