/** The network between one node and the database: a proxy that can be cut, hold everything back, or be slow. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Link {
  readonly port: number
  /** Ends what is open and refuses what comes. */
  cut(): void
  /** Nothing gets through, and nobody is told. */
  hold(): void
  delay(milliseconds: number): void
  mend(): void
  close(): void
}

export async function createLink(databasePort: number): Promise<Link> {
  let isCut = false
  let isHeld = false
  let delayMs = 0
  const sockets = new Set<Socket>()

  const server: Server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(databasePort, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    port,
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    hold() {
      isHeld = true
      for (const socket of sockets) socket.pause()
    },
    delay(milliseconds) {
      delayMs = milliseconds
    },
    mend() {
      isCut = false
      isHeld = false
      delayMs = 0
      for (const socket of sockets) socket.resume()
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
