/** Load on a server, and what it cost there. The client has a core of its own where the machine has two. */
import { connect } from 'node:net'
import autocannon from 'autocannon'

/**
 * One stretch of load: `{ rate, bytesPerSecond, p99, cpuMicros }`, the last one the server's own processor time per
 * request. `headers` may be a list, one of which each request takes in turn.
 */
export async function drive(server, { path, headers = {}, connections, seconds, amount }) {
  const before = await server.usage()
  const list = Array.isArray(headers) ? headers : null
  const result = await autocannon({
    url: server.url + path,
    connections,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    headers: list === null ? headers : {},
    ...(list !== null && { setupClient: takeTurns(list, connections, path) }),
  })
  const after = await server.usage()
  if (result.errors + result.timeouts > 0)
    throw new Error(`${result.errors} errors and ${result.timeouts} timeouts at ${path}`)
  const requests = result.requests.total
  return {
    requests,
    rate: requests / result.duration,
    bytesPerSecond: result.throughput.total / result.duration,
    p99: result.latency.p99,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / requests,
    statuses: result.statusCodeStats,
  }
}

/**
 * The same for large responses, all of one length, whose bytes the client only counts: an HTTP client would spend more on
 * them than the server does.
 */
export async function download(server, { path, headers = {}, connections, seconds, amount = Infinity }) {
  const { hostname, port, host } = new URL(server.url)
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
  const before = await server.usage()
  const startedAt = performance.now()
  const times = []
  let started = 0
  let bytes = 0
  const isOver = () => started >= amount || performance.now() - startedAt >= (seconds ?? Infinity) * 1000

  const visit = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) })
      let missing = 0
      let sentAt = 0
      const send = () => {
        if (isOver()) {
          socket.end()
          resolve()
          return
        }
        started += 1
        sentAt = performance.now()
        socket.write(request)
      }
      socket.on('connect', send)
      socket.on('error', reject)
      // After the last response this says nothing new.
      socket.on('close', () => reject(new Error('the server ended a connection before its response')))
      socket.on('data', (chunk) => {
        bytes += chunk.length
        missing = (missing === 0 ? responseBytes(chunk) : missing) - chunk.length
        if (missing > 0) return
        times.push(performance.now() - sentAt)
        missing = 0
        send()
      })
    })
  await Promise.all(Array.from({ length: connections }, visit))
  const duration = (performance.now() - startedAt) / 1000
  const after = await server.usage()
  times.sort((a, b) => a - b)
  return {
    requests: times.length,
    rate: times.length / duration,
    bytesPerSecond: bytes / duration,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / times.length,
  }
}

/** Of the whole response, head and body, from its first bytes. */
function responseBytes(chunk) {
  const head = chunk.subarray(0, chunk.indexOf('\r\n\r\n') + 4).toString('latin1')
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`the server responded ${head.split('\r\n', 1)[0]}`)
  return head.length + Number(/content-length: (\d+)/i.exec(head)?.[1])
}

/** Each connection takes its share of the list, so that all of it is in use. */
/** Each connection has requests of its own; of a list shorter than the connections, all of them begin with one of it. */
function takeTurns(list, connections, path) {
  let client = 0
  return (connection) => {
    const own = Array.from(
      { length: Math.ceil(Math.max(list.length, connections) / connections) },
      (_, turn) => list[(client + turn * connections) % list.length],
    )
    client += 1
    connection.setRequests(own.map((headers) => ({ method: 'GET', path, headers })))
  }
}

/**
 * Rounds in turns, the first one to warm up; of each row the round with the highest rate. Each stretch is led in by
 * `leadIn` seconds that are not measured: leases of a server that was not asked while others had their turn are over.
 */
export async function driveInTurns(rows, { rounds, leadIn = 0, by = drive, ...options }) {
  const results = rows.map(() => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { server, ...row }] of rows.entries()) {
      if (leadIn > 0) await by(server, { ...options, ...row, seconds: leadIn })
      const result = await by(server, { ...options, ...row })
      if (round > 0) results[index].push(result)
    }
  }
  return results.map((list) => list.toSorted((a, b) => b.rate - a.rate)[0])
}
