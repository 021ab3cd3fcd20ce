/** Reads a response in a thread of its own, so that reading takes no time from the server: resolves to bytes and seconds. */
import { once } from 'node:events'
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export async function readAway(url, headers) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { url, headers } })
  const [read] = await once(worker, 'message')
  return read
}

if (!isMainThread) {
  const started = performance.now()
  const [response] = await once(get(workerData.url, { headers: workerData.headers }), 'response')
  let bytes = 0
  for await (const chunk of response) bytes += chunk.length
  const seconds = (performance.now() - started) / 1000
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread has no origin
  parentPort.postMessage({ status: response.statusCode, bytes, seconds })
}
