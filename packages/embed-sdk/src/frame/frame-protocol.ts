/**
 * What a page and the iframe say to each other. One `connect` with a MessagePort goes to the frame's window, to its
 * exact origin; everything after that goes through the port, where nobody else listens.
 */
import type { ScenePhase } from '../scene/states.js'
import { VectrealError, type VectrealErrorCode } from '../vectreal-error.js'

/** Grows when an old page and a new frame would no longer understand each other. */
export const PROTOCOL = 1

const METHODS = ['load', 'goTo', 'setVariant', 'play', 'pause', 'seek', 'screenshot', 'diagnose'] as const
export type Method = (typeof METHODS)[number]

const SETTINGS = ['autoRotate', 'cameraControls', 'alt', 'toolbar', 'ar'] as const
export type Setting = (typeof SETTINGS)[number]

/** Events that the frame passes on. */
export const EVENTS = [
  'progress',
  'load',
  'error',
  'statechange',
  'pose',
  'playing',
  'hotspot',
  'ar-status',
] as const
export type FrameEvent = (typeof EVENTS)[number]

export interface Connect {
  readonly vectreal: typeof PROTOCOL
  readonly type: 'connect'
}

export type ToFrame =
  | { readonly type: 'call'; readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  | { readonly type: 'set'; readonly name: Setting; readonly value: boolean | string | null }
  /** A rotated key, or the first one where the address carried none. */
  | { readonly type: 'key'; readonly apiKey: string }
  /** The address that was asked for; null: that page stands in a frame itself. */
  | { readonly type: 'page'; readonly url: string | null }
  /** A phone was sent to the page for this scene. */
  | { readonly type: 'sent' }

/** What a page may want to know without asking each time. */
export interface Snapshot {
  readonly state: ScenePhase
  readonly cameras: readonly string[]
  readonly variants: readonly string[]
  readonly animations: readonly string[]
}

export type FromFrame =
  | {
      readonly type: 'hello'
      readonly version: string
      readonly hasKey: boolean
      readonly snapshot: Snapshot
      /** For a page that comes after the scene has failed, or is shown. */
      readonly error?: unknown
      readonly manifest?: unknown
    }
  | {
      readonly type: 'event'
      readonly name: FrameEvent
      readonly detail: unknown
      readonly snapshot: Snapshot
    }
  | { readonly type: 'reply'; readonly id: number; readonly ok: boolean; readonly value: unknown }
  /** Asks for the address of the page: a code for a phone opens it. */
  | { readonly type: 'page' }

export function isConnect(value: unknown): value is Connect {
  return isRecord(value) && value['vectreal'] === PROTOCOL && value['type'] === 'connect'
}

export function parseToFrame(value: unknown): ToFrame | null {
  if (!isRecord(value)) return null
  const { type, id, method, args, name, value: setting, apiKey, url } = value
  if (type === 'call') {
    const isCall = Number.isSafeInteger(id) && METHODS.includes(method as Method) && Array.isArray(args)
    return isCall ? { type, id: id as number, method: method as Method, args: args as unknown[] } : null
  }
  if (type === 'set') {
    const isValue = setting === null || typeof setting === 'boolean' || typeof setting === 'string'
    return SETTINGS.includes(name as Setting) && isValue
      ? { type, name: name as Setting, value: setting }
      : null
  }
  if (type === 'page') return { type, url: typeof url === 'string' ? url : null }
  if (type === 'sent') return { type }
  return type === 'key' && typeof apiKey === 'string' ? { type, apiKey } : null
}

export function parseFromFrame(value: unknown): FromFrame | null {
  if (!isRecord(value)) return null
  const { type, version, hasKey, name, detail, id, ok, value: result, error, manifest } = value
  if (type === 'reply') {
    return Number.isSafeInteger(id) && typeof ok === 'boolean'
      ? { type, id: id as number, ok, value: result }
      : null
  }
  if (type === 'page') return { type }
  const snapshot = parseSnapshot(value['snapshot'])
  if (snapshot === null) return null
  if (type === 'hello' && typeof version === 'string' && typeof hasKey === 'boolean') {
    return { type, version, hasKey, snapshot, error, manifest }
  }
  if (type === 'event' && EVENTS.includes(name as FrameEvent)) {
    return { type, name: name as FrameEvent, detail, snapshot }
  }
  return null
}

function parseSnapshot(value: unknown): Snapshot | null {
  if (!isRecord(value) || typeof value['state'] !== 'string') return null
  const lists = [value['cameras'], value['variants'], value['animations']]
  const areLists = lists.every(
    (list) => Array.isArray(list) && list.every((name) => typeof name === 'string'),
  )
  return areLists ? (value as unknown as Snapshot) : null
}

/** Errors lose their class on the way; this is what they become again on the other side. */
export function reviveError(value: unknown): Error {
  if (!isRecord(value)) return new VectrealError('unexpected_response')
  const text = (field: string) => (typeof value[field] === 'string' ? (value[field] as string) : undefined)
  if (value['name'] !== 'VectrealError') return new TypeError(text('message') ?? 'The frame refused.')
  const number = (field: string) => (typeof value[field] === 'number' ? (value[field] as number) : undefined)
  return new VectrealError((text('code') ?? 'unexpected_response') as VectrealErrorCode, {
    detail: text('message'),
    hint: text('hint'),
    status: number('status'),
    requestId: text('requestId'),
    retryable: value['retryable'] === true,
    origin: text('origin'),
    suggestedPattern: text('suggestedPattern'),
    retryAfterSeconds: number('retryAfterSeconds'),
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
