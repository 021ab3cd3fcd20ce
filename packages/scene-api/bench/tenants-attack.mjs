/** One attack of tenants.bench.mjs, in a thread of its own; it ends with the thread. */
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { GLB_CASES, HOSTILE_FILES, packGlb } from '@vectreal/test-kit/glb-cases'
import sharp from 'sharp'

const { attack, tenant } = workerData
const { url, cookie, token, scenes, sceneId, origin } = tenant
const agent = new Agent({ keepAlive: true })
const keyed = { Authorization: `Bearer ${token}`, Origin: origin }

const ATTACKS = {
  async pictures() {
    const body = await sharp({ create: { width: 7071, height: 7071, channels: 3, background: 'teal' } })
      .png({ compressionLevel: 9 })
      .toBuffer()
    return [16, (_, index) => put(`${scenes[index % 4]}/poster`, 'image/png', body)]
  },
  sparse: () => models('sixty sparse accessors'),
  views: () => models('forty accessors over one view'),
  chunks: () => models('two million empty chunks'),
  objects: () => models('15 MB of {}'),
  chain: () => models('100,000 nodes in a chain'),
  async textures() {
    const body = await texturedModel()
    return [4, (_, index) => put(`${scenes[index % 4]}/model`, 'model/gltf-binary', body)]
  },
  changes: () => {
    let count = 0
    return [
      32,
      () => {
        count += 1
        const settings = { exposure: 1 + (count % 10) / 10, hotspots: hotspots(count) }
        return put(scenes[0], 'application/json', Buffer.from(JSON.stringify({ settings })), 'PATCH')
      },
    ]
  },
  refusals: () => [
    64,
    () => send(`/api/scenes/${sceneId}`, { headers: { ...keyed, Origin: 'https://elsewhere.example.org' } }),
  ],
  reports: () => {
    const body = Buffer.from(JSON.stringify({ sceneId, code: 'network', detail: 'x'.repeat(500) }))
    const headers = { 'content-type': 'application/json', 'content-length': body.length, Origin: origin }
    return [64, () => send('/api/embed/reports', { method: 'POST', headers }, body)]
  },
  leaving: () => [64, () => leave(`/api/scenes/${sceneId}/model`, { headers: keyed, agent: false })],
}

const [connections, once] = await ATTACKS[attack]()
for (let index = 0; index < connections; index += 1) void repeat(index)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread has no origin
parentPort.postMessage('begun')

async function repeat(index) {
  for (;;) {
    await once(null, index)
    // A refusal that comes at once would make this a measurement of the attacker.
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

function models(name) {
  const found = [...GLB_CASES, ...HOSTILE_FILES].find((one) => one.name.startsWith(name))
  const body = found.bytes()
  return [4, (_, index) => put(`${scenes[index % 4]}/model`, 'model/gltf-binary', body)]
}

/** A sound model whose four textures of 4096 take the optimiser long: half a minute of one core. */
async function texturedModel() {
  const size = { width: 4096, height: 4096, channels: 3, background: 'teal' }
  const pictures = await Promise.all(
    [20, 40, 60, 80].map((sigma) =>
      sharp({ create: { ...size, noise: { type: 'gaussian', mean: 128, sigma } } })
        .jpeg({ quality: 70 })
        .toBuffer(),
    ),
  )
  const corners = Buffer.from(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0]).buffer)
  const parts = [corners.subarray(0, 36), corners.subarray(36, 60), ...pictures]
  let end = 0
  const bufferViews = parts.map((part) => {
    const byteOffset = Math.ceil(end / 4) * 4
    end = byteOffset + part.length
    return { buffer: 0, byteOffset, byteLength: part.length }
  })
  const binary = Buffer.alloc(Math.ceil(end / 4) * 4)
  for (const [index, part] of parts.entries()) part.copy(binary, bufferViews[index].byteOffset)
  const texture = (index) => ({ index })
  const gltf = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0 }] }],
    materials: [
      {
        pbrMetallicRoughness: { baseColorTexture: texture(0), metallicRoughnessTexture: texture(1) },
        occlusionTexture: texture(2),
        emissiveTexture: texture(3),
        emissiveFactor: [1, 1, 1],
      },
    ],
    textures: pictures.map((_, source) => ({ source })),
    images: pictures.map((_, index) => ({ bufferView: index + 2, mimeType: 'image/jpeg' })),
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
      { bufferView: 1, componentType: 5126, count: 3, type: 'VEC2' },
    ],
    bufferViews,
    buffers: [{ byteLength: binary.length }],
  }
  return packGlb(JSON.stringify(gltf), binary)
}

function hotspots(count) {
  return Array.from({ length: 20 }, (_, index) => ({
    id: `h${index}`,
    label: `Spot ${count}`,
    position: [count % 10, 0, 0],
  }))
}

function put(path, type, body, method = 'PUT') {
  return send(
    path,
    { method, headers: { cookie, 'content-type': type, 'content-length': body.length } },
    body,
  )
}

function send(path, options, body) {
  return new Promise((resolve) => {
    const sent = request(url + path, { agent, ...options }, (response) => {
      response.resume()
      response.once('end', resolve)
      response.once('error', resolve)
    })
    sent.once('error', resolve)
    sent.end(body)
  })
}

/** Half of them as soon as the first bytes are there, half before anything has come. */
let left = 0
function leave(path, options) {
  left += 1
  const isEarly = left % 2 === 0
  return new Promise((resolve) => {
    const sent = request(url + path, options, (response) => {
      response.once('data', () => {
        response.destroy()
        resolve()
      })
      response.once('end', resolve)
    })
    sent.once('error', resolve)
    sent.end()
    if (isEarly)
      sent.once('socket', (socket) =>
        socket.once('connect', () =>
          setImmediate(() => {
            sent.destroy()
            resolve()
          }),
        ),
      )
  })
}
