/** Bodies come at a minimum rate: one that trickles would hold a connection, a file and rights for as long as it likes. */
import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { Problem } from '../problem.js'
import { sendProblem } from './error-handler.js'

export interface BodyRate {
  readonly windowMs: number
  /** In each window, as long as the body is not complete. */
  readonly minBytes: number
}

/** 1 KB/s, which a phone with one bar exceeds. */
export const BODY_RATE: BodyRate = { windowMs: 10_000, minBytes: 10 * 1024 }

/** Responds with 408 and closes the connection when a body comes more slowly. */
export function limitBodyRate(publicUrl: string, { windowMs, minBytes }: BodyRate): RequestHandler {
  return (req, res, next) => {
    if (!announcesBody(req)) {
      next()
      return
    }
    let seen = req.socket.bytesRead
    const timer = setInterval(() => {
      const came = req.socket.bytesRead - seen
      seen = req.socket.bytesRead
      if (req.complete || req.socket.destroyed) stop()
      else if (came < minBytes && !isFull(req)) refuse()
    }, windowMs)
    timer.unref()
    const stop = () => clearInterval(timer)
    const refuse = () => {
      stop()
      if (res.headersSent) {
        req.socket.destroy()
        return
      }
      res.setHeader('Connection', 'close')
      res.once('finish', () => req.socket.destroy())
      sendProblem(res, publicUrl, new Problem('request_timeout'))
    }
    // A response that came early does not end the body.
    res.once('close', () => {
      if (req.complete) stop()
    })
    next()
  }
}

const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** It waits for us: the client cannot send more. */
const isFull = (req: Request): boolean => req.readableLength >= req.readableHighWaterMark
