/** `/healthz`: the process runs. `/readyz`: it can serve. `/metrics`: for this machine and the operator only. */
import type { IncomingMessage } from 'node:http'
import type { RequestHandler, Response } from 'express'
import type { BaseContext } from '../context.js'
import { isLoopback } from '../http/client-address.js'
import type { Embed } from '../embed/router.js'
import { isOperator } from '../people/is-operator.js'
import { Problem } from '../problem.js'

/** A balancer asks again soon; a check that hangs is a failed one. */
const CHECK_MS = 2000

export function createHealth(context: BaseContext, embed: Embed): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      next()
      return
    }
    switch (req.path) {
      case '/healthz':
        answer(res, 200, { status: 'ok' })
        return
      case '/readyz':
        await answerReady(context, res)
        return
      case '/metrics': {
        if (!mayReadMetrics(req, context.settings.operatorToken)) {
          throw new Problem('forbidden', {
            detail:
              'Metrics are for this machine and for the operator: send "Authorization: Bearer OPERATOR_TOKEN".',
          })
        }
        const { registry } = embed.metrics
        res
          .set({ 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
          .send(await registry.metrics())
        return
      }
      default:
        next()
    }
  }
}

async function answerReady({ pool, storage }: BaseContext, res: Response): Promise<void> {
  const [database, store] = await Promise.all([works(pool.query('select 1')), works(storage.check())])
  const isReady = database && store
  if (!isReady) res.setHeader('Retry-After', '2')
  answer(res, isReady ? 200 : 503, {
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

function answer(res: Response, status: number, body: unknown): void {
  res.status(status).set('Cache-Control', 'no-store').json(body)
}

function mayReadMetrics(req: IncomingMessage, operatorToken: string | undefined): boolean {
  if (isLoopback(req)) return true
  return operatorToken !== undefined && isOperator(req.headers, operatorToken)
}
