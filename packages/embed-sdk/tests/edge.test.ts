/** The built client where there is nothing but what the web has: no Node, no DOM, as in edge runtimes. */
import { createContext, runInContext } from 'node:vm'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as client from '../src/index.js'
import { KEY, sceneHandler, startServer, type TestServer } from './api-server.js'

/** The minimum common API of web-interoperable runtimes, as far as a client could want it. */
const WEB = [
  'fetch',
  'Request',
  'Response',
  'Headers',
  'URL',
  'URLSearchParams',
  'AbortController',
  'AbortSignal',
  'DOMException',
  'TextEncoder',
  'TextDecoder',
  'ReadableStream',
  'Blob',
  'crypto',
  'performance',
  'setTimeout',
  'clearTimeout',
  'queueMicrotask',
] as const

const MODEL = new TextEncoder().encode('bytes of a model')
let server: TestServer
let edge: { sdk: typeof client }

beforeAll(async () => {
  server = await startServer(sceneHandler(MODEL))
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: new URL('../dist/index.js', import.meta.url).pathname, formats: ['iife'], name: 'sdk' },
    },
  })
  const [{ output }] = result as unknown as [{ output: [{ code: string }] }]
  edge = createContext(Object.fromEntries(WEB.map((name) => [name, globalThis[name]]))) as typeof edge
  runInContext(`${output[0].code};globalThis.sdk = sdk`, edge)
})
afterAll(() => server.close())

test('a scene loads, checked and with its progress', async () => {
  const ratios: number[] = []
  const { manifest, bytes } = await edge.sdk
    .createClient({ apiKey: KEY, baseUrl: server.url, origin: 'https://shop.example.com' })
    .loadModel('scene-1', { onProgress: ({ ratio }) => ratios.push(ratio) })
  expect(manifest.name).toBe('Chair')
  expect(new Uint8Array(bytes)).toEqual(MODEL)
  expect(ratios.at(-1)).toBe(1)
})

test('a refusal is the error that it is anywhere', async () => {
  const refused = await edge.sdk
    .createClient({ apiKey: KEY, baseUrl: server.url })
    .getScene('scene-2')
    .catch((error: unknown) => error)
  expect(edge.sdk.isVectrealError(refused) && refused.code).toBe('scene_not_found')
})

test('asks for nothing that only browsers have: some runtimes throw at it', async () => {
  const asked: RequestInit[] = []
  const strict: typeof fetch = (input, init = {}) => {
    asked.push(init)
    return fetch(input, init)
  }
  await edge.sdk.createClient({ apiKey: KEY, baseUrl: server.url, fetch: strict }).loadModel('scene-1')
  expect(new Set(asked.flatMap((init) => Object.keys(init)))).toEqual(
    new Set(['headers', 'redirect', 'signal']),
  )
})
