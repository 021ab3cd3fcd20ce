/** What the first process of a server and its workers say to each other. */
import type { PeerAnswer, PeerQuestion } from '@vectreal/scene-api'
import type { Prepared } from '../serve-api.js'

export type FromWorker =
  /** It has begun, and serves nothing before `welcome`. */
  | { readonly type: 'hello' }
  | { readonly type: 'serving' }
  /** It cannot serve, and ends. */
  | { readonly type: 'failed'; readonly reason: string }
  | {
      readonly type: 'ask'
      readonly id: number
      readonly question: PeerQuestion
      readonly withinMs: number
    }
  | { readonly type: 'response'; readonly id: number; readonly response: PeerAnswer }

export type ToWorker =
  /** The sender asks it from now on, whatever it asks the others. */
  | { readonly type: 'welcome'; readonly prepared: Prepared }
  | { readonly type: 'ask'; readonly id: number; readonly question: PeerQuestion }
  | { readonly type: 'responses'; readonly id: number; readonly responses: readonly PeerAnswer[] }
  | { readonly type: 'stop' }
