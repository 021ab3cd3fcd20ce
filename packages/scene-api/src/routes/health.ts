/** `/healthz`: the process runs. `/readyz`: it can serve. `/metrics`: for the operator. */
import type { IncomingMessage } from 'node:http'
import type { RequestHandler, Response } from 'express'
import { AggregatorRegistry, type Registry } from 'prom-client'
import type { BaseContext } from '../context.js'
import { isLoopback } from '../http/client-address.js'
import { isLoopbackUrl } from '../loopback-url.js'
import { isOperator } from '../identity/is-operator.js'
import type { Peers } from '../peers.js'
import { Problem } from '../problem.js'
import type { SceneApiSettings } from '../settings.js'

/** A balancer asks again soon; a check that hangs is a failed one. */
const CHECK_MS = 2000

interface Served {
  readonly metrics: Registry
  /** Whether embeds are served, as far as their last lookups tell. */
  isReady(): boolean
}

export function createHealth(context: BaseContext, embed: Served, peers?: Peers): RequestHandler {
  const { metrics } = embed
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      next()
      return
    }
    switch (req.path) {
      case '/healthz':
        sendJson(res, 200, { status: 'ok' })
        return
      case '/readyz':
        await sendReadiness(context, embed, res)
        return
      case '/metrics': {
        if (!(await mayReadMetrics(req, context.settings))) {
          throw new Problem('forbidden', {
            detail:
              'Metrics are for the operator: send "Authorization: Bearer OPERATOR_TOKEN". Without it, only this machine may read them, and only where PUBLIC_URL is a loopback address.',
          })
        }
        res
          .set({ 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' })
          .send(await readMetrics(metrics, peers))
        return
      }
      default:
        next()
    }
  }
}

/** Of all processes of this server; of one that does not respond in time nothing. */
async function readMetrics(own: Registry, peers: Peers | undefined): Promise<string> {
  if (peers === undefined) return own.metrics()
  const [here, others] = await Promise.all([own.getMetricsAsJSON(), peers.ask({ kind: 'measure' }, CHECK_MS)])
  const all = [here, ...others.filter((metrics) => metrics !== null)]
  return AggregatorRegistry.aggregate(all).metrics()
}

async function sendReadiness(
  { checkWrite, storage }: BaseContext,
  embed: Served,
  res: Response,
): Promise<void> {
  const [writes, store] = await Promise.all([works(checkWrite()), works(storage.check())])
  const database = writes && embed.isReady()
  const isReady = database && store
  if (!isReady) res.setHeader('Retry-After', '2')
  sendJson(res, isReady ? 200 : 503, {
    status: isReady ? 'ready' : 'not_ready',
    checks: { database: database ? 'ok' : 'unavailable', storage: store ? 'ok' : 'unavailable' },
  })
}

async function works(check: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_MS)
  })
  const done = check.then(
    () => true,
    () => false,
  )
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}

function sendJson(res: Response, status: number, body: unknown): void {
  res.status(status).set('Cache-Control', 'no-store').json(body)
}

/** A proxy on this machine comes from loopback as well: what the world reaches needs the token. */
async function mayReadMetrics(req: IncomingMessage, settings: SceneApiSettings): Promise<boolean> {
  if (isLoopbackUrl(settings.publicUrl) && isLoopback(req)) return true
  return isOperator(req, settings)
}
