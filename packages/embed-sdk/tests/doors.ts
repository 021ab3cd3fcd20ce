/** One scene by the element, the iframe and React: the same page, the same questions, whatever browser asks them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { fromSources } from '../../../sources.js'
import { startServer, type TestServer } from './api-server.js'

export const DOORS = ['element', 'iframe', 'react'] as const
export type DoorKind = (typeof DOORS)[number]

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
}

/** A site of its own, built as a bundler builds it. */
export async function startDoorSite(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-doors-'))
  await build({
    root: fileURLToPath(new URL('../../react-viewer/tests/doors/', import.meta.url)),
    logLevel: 'error',
    configFile: false,
    plugins: [fromSources()],
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  })
  const server = await startServer(async (_req, res, url) => {
    const path = url.pathname === '/' ? '/index.html' : url.pathname
    try {
      const body = await readFile(join(folder, normalize(path)))
      res.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body)
    } catch {
      res.writeHead(404).end()
    }
  }, 'localhost')
  return {
    ...server,
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A page of some browser. Functions run in it and see nothing from outside but their argument. */
export interface DoorPage {
  run<Result, Argument>(
    task: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  /** In the document that holds the scene: the frame, where there is one. */
  runInside<Result, Argument>(
    task: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
}

/** What a door has said so far. */
export interface Heard {
  readonly phases: string[]
  readonly ratios: number[]
  readonly errors: { readonly code: string; readonly layer: string | null; readonly retryable: boolean }[]
  readonly arStatuses: string[]
  readonly loads: number
  readonly distance: number | null
}

interface DoorWindow {
  openDoor(kind: DoorKind, options: object): void
  doors: {
    phases: string[]
    ratios: number[]
    errors: Heard['errors']
    arStatuses: string[]
    loads: number
    pose: { distance: number } | null
    controls: Record<string, (...args: unknown[]) => Promise<unknown>> & Record<string, unknown>
    remove(): void
  }[]
}

export function openDoor(page: DoorPage, kind: DoorKind, options: object): Promise<void> {
  return page.run(({ kind, options }) => (window as unknown as DoorWindow).openDoor(kind, options), {
    kind,
    options,
  })
}

export function heard(page: DoorPage, index = 0): Promise<Heard> {
  return page.run((index) => {
    const { phases, ratios, errors, arStatuses, loads, pose } = (window as unknown as DoorWindow).doors[
      index
    ] as never as DoorWindow['doors'][number]
    const plain = errors.map(({ code, layer, retryable }) => ({ code, layer, retryable }))
    return { phases, ratios, errors: plain, arStatuses, loads, distance: pose?.distance ?? null }
  }, index)
}

/** Calls a control; a rejection comes back as its name and message. */
export function call(page: DoorPage, method: string, ...args: unknown[]): Promise<unknown> {
  return page.run(
    async ({ method, args }) => {
      const { controls } = (window as unknown as DoorWindow).doors[0] as DoorWindow['doors'][number]
      try {
        const value = await controls[method]?.(...args)
        return value instanceof Blob ? `${value.type} ${value.size > 100}` : (value ?? null)
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`
      }
    },
    { method, args },
  )
}

export function property(page: DoorPage, name: string): Promise<unknown> {
  return page.run(
    (name) => ((window as unknown as DoorWindow).doors[0] as DoorWindow['doors'][number]).controls[name],
    name,
  )
}

/** The link of what is shown in place of the scene. */
export function linkOf(page: DoorPage): Promise<{ text: string; href: string } | null> {
  return page.runInside(() => {
    const root = document.querySelector('vectreal-scene')?.shadowRoot ?? document
    const link = root.querySelector<HTMLAnchorElement>('[part~=message] a, .vectreal-panel a')
    return link && { text: link.innerText, href: link.href }
  }, null)
}

/** What a visitor reads of the scene. */
export function textOf(page: DoorPage): Promise<string> {
  return page.runInside(() => {
    const element = document.querySelector('vectreal-scene')
    const root = element?.shadowRoot ?? document.querySelector('[data-vectreal-viewer]')
    return Array.from(
      root?.querySelectorAll('p, button, pre, dd, output') ?? [],
      (one) => one.textContent,
    ).join('\n')
  }, null)
}

/** The language of the picture, its direction, and what a screen reader calls it. */
export function spokenBy(page: DoorPage): Promise<unknown> {
  return page.runInside(() => {
    const root = document.querySelector('vectreal-scene')?.shadowRoot ?? document
    const surface = root.querySelector('[role=application]')
    const holder = surface?.closest<HTMLElement>('[lang]')
    return { lang: holder?.lang, dir: holder?.dir, role: surface?.ariaRoleDescription }
  }, null)
}

/** The names of the controls, in their order. */
export function toolbarOf(page: DoorPage): Promise<(string | null)[]> {
  return page.runInside(() => {
    const root = document.querySelector('vectreal-scene')?.shadowRoot ?? document
    return Array.from(root.querySelectorAll('[role=toolbar] button'), (one) => one.ariaLabel).slice(1)
  }, null)
}

/** Which parts of each picture lie over its credit line. */
export function overCredit(page: DoorPage): Promise<string[][]> {
  return page.runInside(() => {
    const roots = Array.from(
      document.querySelectorAll('vectreal-scene, [data-vectreal-viewer]'),
      (one) => one.shadowRoot ?? one,
    )
    return roots.map((root) => {
      const credit = root.querySelector('[part=credit], .vectreal-credit')?.getBoundingClientRect()
      const others = root.querySelectorAll('.vectreal-play, [role=toolbar]')
      return Array.from(others).flatMap((other) => {
        const box = other.getBoundingClientRect()
        if (box.width === 0) return []
        const { left, right, top, bottom } = credit ?? box
        const isOver = box.left < right && left < box.right && box.top < bottom && top < box.bottom
        return isOver ? [other.className] : []
      })
    })
  }, null)
}

/** Presses the button of that name; false where there is none. */
export function press(page: DoorPage, name: string): Promise<boolean> {
  return page.runInside((name) => {
    const element = document.querySelector('vectreal-scene')
    const root = element?.shadowRoot ?? document
    const button = Array.from(root.querySelectorAll('button')).find(
      (one) => (one.ariaLabel ?? one.textContent) === name,
    )
    button?.click()
    return button !== undefined
  }, name)
}

/** Presses a key on the picture. */
export function pressKey(page: DoorPage, key: string): Promise<void> {
  return page.runInside((key) => {
    const root = document.querySelector('vectreal-scene')?.shadowRoot ?? document
    const surface = root.querySelector<HTMLElement>('[role=application]')
    surface?.focus()
    surface?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }, key)
}

/** Has the browser take the graphics context away. */
export function loseContext(page: DoorPage): Promise<void> {
  return page.runInside(() => {
    const root = document.querySelector('vectreal-scene')?.shadowRoot ?? document
    const context = root.querySelector('canvas')?.getContext('webgl2')
    context?.getExtension('WEBGL_lose_context')?.loseContext()
  }, null)
}
