/** Compressed geometry: what the upload takes, the viewer's decoders can unpack. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packGlb } from '@vectreal/test-kit/glb-cases'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeModel } from '../src/domain/models/judge-model.js'

const FIXTURES = join(import.meta.dirname, '../../viewer-core/fixtures')
const UNREADABLE = 'is compressed in a way that cannot be read. Export the model again.'

type Document = {
  meshes: { primitives: { extensions: { KHR_draco_mesh_compression: Draco } }[] }[]
  bufferViews: { byteOffset?: number; extensions?: { EXT_meshopt_compression?: Meshopt } }[]
}
type Draco = { bufferView: number; attributes?: unknown }
type Meshopt = { byteOffset?: number; mode?: unknown }

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-compressed-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function judge(fixture: string, change: (document: Document, binary: Buffer) => void) {
  const glb = await readFile(join(FIXTURES, `${fixture}.glb`))
  const jsonEnd = 20 + glb.readUInt32LE(12)
  const document = JSON.parse(glb.toString('utf8', 20, jsonEnd)) as Document
  const binary = glb.subarray(jsonEnd + 8)
  change(document, binary)
  const path = join(folder, 'model.glb')
  await writeFile(path, packGlb(JSON.stringify(document), binary))
  const verdict = await judgeModel(path)
  return verdict.ok ? 'accepted' : verdict.errors.map(({ message, pointer }) => `${pointer} ${message}`)
}

const drawnDraco = ({ meshes }: Document) =>
  meshes[0]?.primitives[0]?.extensions.KHR_draco_mesh_compression as Draco
const meshoptAt = ({ bufferViews }: Document, index: number) =>
  bufferViews[index]?.extensions?.EXT_meshopt_compression as Meshopt

test.each(['elven-ranger-draco', 'littlest-tokyo-draco-animated', 'hand-skinned-meshopt'])(
  '%s is taken as it is',
  async (fixture) => {
    expect(await judge(fixture, () => {})).toBe('accepted')
  },
)

test.each<[string, (document: Document, binary: Buffer) => void]>([
  ['without attributes', (document) => delete drawnDraco(document).attributes],
  ['with a list of attributes', (document) => (drawnDraco(document).attributes = [0, 1])],
  ['with an id in words', (document) => (drawnDraco(document).attributes = { POSITION: 'zero' })],
  ['with an id that is not in the data', (document) => (drawnDraco(document).attributes = { POSITION: 77 })],
  ['without its positions', (document) => (drawnDraco(document).attributes = { NORMAL: 1 })],
  [
    'with an attribute that the primitive does not have',
    (document) => (drawnDraco(document).attributes = { POSITION: 0, TEXCOORD_7: 1 }),
  ],
  [
    'with damaged data',
    (document, binary) => {
      const start = document.bufferViews[drawnDraco(document).bufferView]?.byteOffset ?? 0
      binary.fill(0xff, start + 20, start + 400)
    },
  ],
  [
    'with other data',
    (document, binary) =>
      binary.write('GIF89a', document.bufferViews[drawnDraco(document).bufferView]?.byteOffset ?? 0),
  ],
])('Draco %s is refused at its primitive', async (_what, change) => {
  expect(await judge('elven-ranger-draco', change)).toEqual([
    expect.stringMatching(new RegExp(`^/meshes/0/primitives/0 Mesh .*${UNREADABLE}$`)),
  ])
})

test.each<[string, (document: Document, binary: Buffer) => void]>([
  ['of an unknown mode', (document) => (meshoptAt(document, 0).mode = 'POINTS')],
  ['without a mode', (document) => delete meshoptAt(document, 0).mode],
  ['with damaged data', (document, binary) => binary.fill(0, meshoptAt(document, 0).byteOffset ?? 0, 64)],
])('meshopt %s is refused at its buffer view', async (_what, change) => {
  expect(await judge('hand-skinned-meshopt', change)).toEqual([`/bufferViews/0 Data block 1 ${UNREADABLE}`])
})
