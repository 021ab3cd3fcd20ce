/**
 * The network between one node and the database: a proxy that can be cut, hold everything back, or be slow. A process of its
 * own: the one that sends the work is busy at times, which is no silence of the database. Argument: the host to listen on.
 */
import { connect, createServer } from 'node:net'

let databasePort = 0
let isCut = false
let isHeld = false
let delayMs = 0
const sockets = new Set()

const server = createServer((near) => {
  if (isCut) {
    near.destroy()
    return
  }
  const far = connect(databasePort, '127.0.0.1')
  for (const [from, to] of [
    [near, far],
    [far, near],
  ]) {
    sockets.add(from)
    from.setNoDelay(true)
    if (isHeld) from.pause()
    from.on('data', (chunk) => {
      if (delayMs === 0) to.write(chunk)
      else setTimeout(() => to.writable && to.write(chunk), delayMs)
    })
    from.on('error', () => {})
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }
})

function endAll() {
  for (const socket of sockets) socket.destroy()
}

const ORDERS = {
  cut() {
    isCut = true
    endAll()
  },
  hold() {
    isHeld = true
    for (const socket of sockets) socket.pause()
  },
  delay(milliseconds) {
    delayMs = milliseconds
  },
  heal() {
    isCut = false
    isHeld = false
    delayMs = 0
    for (const socket of sockets) socket.resume()
  },
  lead(port) {
    databasePort = port
    endAll()
  },
}

process.on('message', ({ id, order, value }) => {
  ORDERS[order](value)
  process.send({ id })
})
process.once('disconnect', () => process.exit())
server.listen(0, process.argv[2], () => process.send({ port: server.address().port }))
