/** Verifies the requests for scenes: reads who asks from where, lets through what is granted, refuses everything else. */
import type { IncomingMessage } from 'node:http'
import {
  type Decision,
  type FramedOrigin,
  type Granted,
  type RequestOrigin,
  type Refused,
  resolveRequestOrigin,
  type Verifier,
} from '@vectreal/auth-core'
import { clientOf } from '../http/client-address.js'
import type { ClientKind } from './client-kind.js'
import { authorizationOf, type EmbedExchange } from './exchange.js'
import { labelOrigin } from './origin-label.js'
import type { MaybeOutcome, Outcome } from './outcome.js'
import { OverloadError } from './overload-error.js'
import type { PageTokens } from './page-token.js'
import { sendRefusal } from './problem-response.js'
import type { PublishedScene } from './published-scene.js'
import { remembered } from './remembered.js'
import type { UsageRecorder } from './usage-recorder.js'

export interface AdmissionOptions {
  readonly trustProxy: number
  readonly verifier: Verifier<PublishedScene>
  readonly usage: UsageRecorder
  readonly pageTokens: PageTokens
  readonly ownOrigins: ReadonlySet<string>
}

/** Who asks for which scene, from where. */
interface SceneRequest {
  readonly exchange: EmbedExchange
  readonly sceneId: string
  readonly origin: RequestOrigin | FramedOrigin
  readonly client: string
}

export interface Admission {
  /** Calls `pass` for a request whose key may have the scene, and refuses every other one. */
  admit(
    exchange: EmbedExchange,
    sceneId: string,
    pass: (request: SceneRequest, granted: Granted<PublishedScene>) => MaybeOutcome,
  ): MaybeOutcome
  /** Sends the refusal and counts it for its owner. */
  refuse(request: SceneRequest, refused: Refused, client: ClientKind): Outcome
}

/** Where there is an `Origin`, no other header counts. */
const originNamed = remembered((origin) => resolveRequestOrigin({ origin }))

export function createAdmission(options: AdmissionOptions): Admission {
  const { trustProxy, verifier, usage } = options

  return {
    admit(exchange, sceneId, pass) {
      const verify = (origin: RequestOrigin | FramedOrigin): MaybeOutcome => {
        const { req } = exchange
        const request: SceneRequest = { exchange, sceneId, origin, client: clientOf(req, trustProxy) }
        const settle = (decision: Decision<PublishedScene>) =>
          decision.ok ? pass(request, decision) : refuse(request, decision, kindOf(req))
        const authorization = authorizationOf(req)
        const decision = verifier.verify({ authorization, origin, sceneId, client: request.client })
        return decision instanceof Promise ? decision.then(settle) : settle(decision)
      }
      const origin = originOf(exchange.req, sceneId)
      return origin instanceof Promise ? origin.then(verify) : verify(origin)
    },
    refuse,
  }

  function refuse(request: SceneRequest, refused: Refused, client: ClientKind): Outcome {
    const { exchange, sceneId, origin } = request
    const { refusal, keyId, organizationId, projectId, visitor, cause } = refused
    if (cause instanceof OverloadError) throw cause
    sendRefusal(exchange, refusal)
    const { code, layer } = refusal
    if (code !== 'temporarily_unavailable') {
      const place = { keyId, organizationId, projectId, sceneId, origin: labelOrigin(origin) }
      usage.recordRefusal({ ...place, client, code, layer }, visitor)
    }
    return { code, layer, sceneId, cause }
  }

  /** The platform's own origin stands for nothing, except from the iframe page that this server has just issued. */
  function originOf(
    { headers }: IncomingMessage,
    sceneId: string,
  ): RequestOrigin | Promise<RequestOrigin | FramedOrigin> {
    const given = headers['origin']
    const origin =
      given === undefined ? resolveRequestOrigin({ referer: headers.referer }) : originNamed(given)
    const token = headers['x-vectreal-page-token']
    if (typeof token !== 'string' || origin.kind !== 'origin' || !options.ownOrigins.has(origin.origin))
      return origin
    return options.pageTokens.verify(token, sceneId).then((page) => page ?? origin)
  }
}

/** Node's `fetch` sends `Sec-Fetch-Mode` as well; only browsers say from which site. */
export function kindOf({ headers }: IncomingMessage): ClientKind {
  return headers['sec-fetch-site'] === undefined ? 'other' : 'browser'
}
