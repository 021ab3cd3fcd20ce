/** What Node itself refuses before any code of ours runs, with the headers that every response carries. */
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Of the errors of a parser or a timer; every other one is 400. */
const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Node keeps the response under way there, and looks at it before it writes an error of its own. */
type HttpSocket = Socket & { readonly _httpMessage?: ServerResponse | null }

/** `headers`: names and values in turn. */
export function refuseMalformed(server: Server, headers: readonly string[]): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: HttpSocket) => {
    // oxlint-disable-next-line no-underscore-dangle -- Node has no public name for it
    if (!socket.writable || socket._httpMessage?.headersSent) {
      socket.destroy()
      return
    }
    const status = STATUS_OF[error.code ?? ''] ?? 400
    socket.end(responseText(status, headers), () => socket.destroy())
  })
  server.on('checkExpectation', (_req, res) => refuse(res, 417, headers))
}

/** Without a body: what sent the request speaks no HTTP that we do. */
export function refuse(res: ServerResponse, status: number, headers: readonly string[]): void {
  res.writeHead(status, ['Connection', 'close', 'Content-Length', '0', ...headers])
  res.end()
}

function responseText(status: number, headers: readonly string[]): string {
  const all = ['Connection', 'close', 'Content-Length', '0', ...headers]
  const lines = all.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${all[index + 1]}\r\n`] : []))
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`
}
