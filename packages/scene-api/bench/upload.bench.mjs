/**
 * What a 256 MiB upload adds to the memory of the server's process. `node packages/scene-api/bench/upload.bench.mjs`
 * The server is a child with the real app, so that neither the client nor the database counts.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@vectreal/test-kit'

const MIB = 1024 * 1024
const TOTAL_BYTES = 256 * MIB
const LIMIT_MIB = 64

const postgres = await startPostgres()
const server = fork(fileURLToPath(new URL('./server.mjs', import.meta.url)), ['embed'], {
  env: { ...process.env, POSTGRES_URL: postgres.url },
})
const [{ url, serviceToken, org, sceneId }] = await once(server, 'message')
const address = `${url}/api/organizations/${org}/scenes/${sceneId}/model`

// Everything is loaded and warm before the measured one.
await upload(1 * MIB)
const before = memory('VmRSS')
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, memory('VmRSS'))
}, 5)
const status = await upload(TOTAL_BYTES)
clearInterval(watch)
const grown = Math.max(peak, memory('VmRSS')) - before
// oxlint-disable-next-line no-console -- the row is what this bench is for
console.log(
  `upload of ${TOTAL_BYTES / MIB} MiB: ${status}; RSS ${before} → ${peak} MiB, +${grown} MiB (limit ${LIMIT_MIB})`,
)
server.kill()
await once(server, 'exit')
await postgres.stop()
process.exitCode = status === 200 && grown < LIMIT_MIB ? 0 : 1

function memory(name) {
  const text = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)[1]) / 1024)
}

/** One triangle, and a binary chunk that fills the file up to `bytes`. */
async function upload(bytes) {
  const req = request(address, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${serviceToken}`,
      'Content-Type': 'model/gltf-binary',
      'Content-Length': bytes,
    },
  })
  const received = once(req, 'response')
  await pipeline(Readable.from(glb(bytes)), req)
  const [response] = await received
  let text = ''
  for await (const chunk of response) text += chunk
  if (response.statusCode !== 200) throw new Error(`responded ${response.statusCode}: ${text}`)
  return response.statusCode
}

function* glb(bytes) {
  const jsonBytes = 1024
  const binBytes = bytes - 28 - jsonBytes
  const json = JSON.stringify({
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
    ],
    bufferViews: [{ buffer: 0, byteLength: 36 }],
    buffers: [{ byteLength: binBytes }],
  })
  const head = Buffer.alloc(28 + jsonBytes, 0x20)
  head.write('glTF', 0, 'latin1')
  head.writeUInt32LE(2, 4)
  head.writeUInt32LE(bytes, 8)
  head.writeUInt32LE(jsonBytes, 12)
  head.writeUInt32LE(0x4e4f534a, 16)
  head.write(json, 20, 'latin1')
  head.writeUInt32LE(binBytes, 20 + jsonBytes)
  head.writeUInt32LE(0x004e4942, 24 + jsonBytes)
  yield head
  const triangle = Buffer.alloc(36)
  for (const [index, value] of [0, 0, 0, 1, 0, 0, 0, 1, 0].entries()) triangle.writeFloatLE(value, index * 4)
  yield triangle
  const block = Buffer.alloc(MIB, 7)
  for (let left = binBytes - 36; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, MIB))
}
