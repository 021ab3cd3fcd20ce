/** A worker: serves the API on the port that all workers share, until the first process says stop or is gone. */
import type { PeerAnswer, PeerQuestion, Peers } from '@vectreal/scene-api'
import { type Prepared, serveApi, type Serving } from '../serve-api.js'
import type { Settings } from '../settings.js'
import { StartupError } from '../startup-error.js'
import type { FromWorker, ToWorker } from './messages.js'

export async function runWorker(settings: Settings): Promise<void> {
  const link = createLink()
  try {
    const prepared = await link.welcome
    const serving = await serveApi(settings, prepared, { peers: link.peers })
    link.onStop(() => stop(serving))
    // Somebody who ends this worker alone: what is open is finished, and another one takes its place.
    process.on('SIGTERM', () => stop(serving))
    link.send({ type: 'serving' })
  } catch (error) {
    const reason = error instanceof StartupError ? error.message : String((error as Error).stack ?? error)
    link.send({ type: 'failed', reason }, () => process.exit(1))
  }
}

let stopping = false

function stop(serving: Serving): void {
  if (stopping) return
  stopping = true
  serving.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}

function createLink() {
  let lastId = 0
  const waiting = new Map<number, (responses: readonly PeerAnswer[]) => void>()
  let respond: (question: PeerQuestion) => Promise<PeerAnswer> = () => Promise.resolve(null)
  let onStop = () => process.exit(0) as void
  const send = (message: FromWorker, whenSent?: () => void) => {
    if (process.connected) process.send?.(message, undefined, undefined, whenSent)
  }
  const welcome = new Promise<Prepared>((resolve) => {
    process.on('message', (message: ToWorker) => {
      if (message.type === 'welcome') resolve(message.prepared)
      else if (message.type === 'stop') onStop()
      else if (message.type === 'responses') waiting.get(message.id)?.(message.responses)
      else if (message.type === 'ask') {
        const { id, question } = message
        // One that cannot respond holds up nobody for longer than they wait.
        respond(question).then(
          (response) => send({ type: 'response', id, response }),
          () => {},
        )
      }
    })
  })
  // The terminal's Ctrl-C reaches the whole group; the first process says in which order things end.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.on('disconnect', () => onStop())
  const peers: Peers = {
    onQuestion: (handle) => {
      respond = handle
    },
    ask: (question, withinMs) =>
      new Promise((resolve) => {
        const id = ++lastId
        const settle = (responses: readonly PeerAnswer[]) => {
          clearTimeout(late)
          waiting.delete(id)
          resolve(responses)
        }
        // The first process may hang itself.
        const late = setTimeout(() => settle([]), withinMs)
        waiting.set(id, settle)
        send({ type: 'ask', id, question, withinMs })
      }),
  }
  send({ type: 'hello' })
  return {
    welcome,
    peers,
    send,
    onStop: (stop: () => void) => {
      onStop = stop
    },
  }
}
