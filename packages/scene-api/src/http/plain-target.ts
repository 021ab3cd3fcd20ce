/** Refuses what is not a plain path before anything routes by it. */
import type { RequestHandler } from 'express'
import { Problem } from '../problem.js'
import { parseTarget } from './request-target.js'

export const requirePlainTarget: RequestHandler = (req, _res, next) => {
  if (parseTarget(req.originalUrl) === null)
    throw new Problem('not_found', { detail: 'There is no such route.' })
  next()
}
