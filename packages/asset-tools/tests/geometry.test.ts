/** What optimising may do to geometry and what it may not, read back by gltf-transform's own reader. */
import { type Accessor, Document, Logger, type Primitive, WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS } from '@gltf-transform/extensions'
import { optimizeGlb } from '@vectreal/asset-tools'
import { createBytesReader, openGlb } from '@vectreal/scene-format'
import fc from 'fast-check'
import { MeshoptDecoder } from 'meshoptimizer/decoder'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { fixture } from './support/models.js'

/** Steps of the grid that positions are rounded to, along the longest side of a mesh. */
const STEPS = 65_536
const SEMANTICS = { POSITION: 3, NORMAL: 3, TANGENT: 4, TEXCOORD_0: 2, COLOR_0: 4, JOINTS_0: 4, WEIGHTS_0: 4 }
type Semantic = keyof typeof SEMANTICS

await MeshoptDecoder.ready
const io = new WebIO()
  .setLogger(new Logger(Logger.Verbosity.SILENT))
  .registerExtensions(ALL_EXTENSIONS)
  .registerDependencies({ 'meshopt.decoder': MeshoptDecoder })

/** Something to save, so that no model stays as it is. */
const SIDE = 64
const picture = await sharp({
  create: {
    width: SIDE,
    height: SIDE,
    channels: 3,
    background: '#808080',
    noise: { type: 'gaussian', mean: 128, sigma: 60 },
  },
})
  .png({ compressionLevel: 0 })
  .toBuffer()

interface Mesh {
  readonly vertices: readonly Readonly<Record<Semantic, readonly number[]>>[]
  readonly deltas: readonly (readonly number[])[]
}

const number = (limit: number) => fc.float({ min: -limit, max: limit, noNaN: true })
const share = fc.float({ min: 0, max: 1, noNaN: true })
const direction = fc
  .tuple(number(1), number(1), number(1))
  .map((vector) => vector.map((value) => value / (Math.hypot(...vector) || 1)))
  .map((vector) => (Math.hypot(...vector) > 0.5 ? vector : [0, 0, 1]))
const meshes: fc.Arbitrary<Mesh> = fc
  .record({
    scale: fc.constantFrom(1e-4, 1, 1000),
    offset: fc.constantFrom(0, 0, 5000),
    vertices: fc.array(
      fc.record({
        POSITION: fc.tuple(number(1), number(1), number(1)),
        NORMAL: direction,
        TANGENT: fc.tuple(direction, fc.constantFrom(-1, 1)).map(([vector, side]) => [...vector, side]),
        TEXCOORD_0: fc.tuple(share, share),
        COLOR_0: fc.tuple(share, share, share, share),
        JOINTS_0: fc.constant([0, 1, 0, 0]),
        WEIGHTS_0: share.map((weight) => [weight, 1 - weight, 0, 0]),
      }),
      { minLength: 3, maxLength: 40 },
    ),
  })
  .map(({ scale, offset, vertices }) => ({
    vertices: vertices.map((vertex) => ({
      ...vertex,
      POSITION: vertex.POSITION.map((value) => Math.fround(value * scale + offset)),
    })),
    deltas: vertices.map(({ POSITION }) => POSITION.map((value) => Math.fround(value * scale * 0.1))),
  }))

/** Vertices are numbered, since optimising changes their order. */
async function write({ vertices, deltas }: Mesh): Promise<Uint8Array> {
  const document = new Document().setLogger(new Logger(Logger.Verbosity.SILENT))
  const buffer = document.createBuffer()
  const accessor = (type: string, values: Float32Array | Uint8Array | Uint16Array) =>
    document
      .createAccessor()
      .setType(type as 'VEC3')
      .setArray(values as Float32Array<ArrayBuffer>)
      .setBuffer(buffer)
  const material = document
    .createMaterial()
    .setBaseColorTexture(document.createTexture().setImage(new Uint8Array(picture)).setMimeType('image/png'))
  const primitive = document.createPrimitive().setMaterial(material)
  for (const [semantic, width] of Object.entries(SEMANTICS) as [Semantic, number][]) {
    const values = vertices.flatMap((vertex) => vertex[semantic])
    const array = semantic === 'JOINTS_0' ? new Uint8Array(values) : new Float32Array(values)
    primitive.setAttribute(semantic, accessor(`VEC${width}`, array))
  }
  primitive.setAttribute('_ID', accessor('SCALAR', new Float32Array(vertices.keys())))
  const triangles = Array.from({ length: vertices.length - 2 }, (_, first) => [first, first + 1, first + 2])
  primitive.setIndices(accessor('SCALAR', new Uint16Array(triangles.flat())))
  primitive.addTarget(
    document
      .createPrimitiveTarget()
      .setAttribute('POSITION', accessor('VEC3', new Float32Array(deltas.flat()))),
  )
  const [one, other] = [document.createNode('one'), document.createNode('other')]
  const body = document
    .createNode('body')
    .setMesh(document.createMesh().addPrimitive(primitive).setWeights([0]))
  body.setSkin(document.createSkin().addJoint(one).addJoint(other))
  const scene = document.createScene()
  for (const node of [one, other, body]) scene.addChild(node)
  return new WebIO().writeBinary(document)
}

function read(primitive: Primitive): Map<number, (semantic: Semantic | 'delta') => number[]> {
  const element = (accessor: Accessor | null, index: number) => accessor?.getElement(index, []) ?? []
  const ids = primitive.getAttribute('_ID')
  return new Map(
    Array.from({ length: ids?.getCount() ?? 0 }, (_, index) => [
      element(ids, index)[0] ?? -1,
      (semantic) =>
        element(
          semantic === 'delta'
            ? (primitive.listTargets()[0]?.getAttribute('POSITION') ?? null)
            : primitive.getAttribute(semantic),
          index,
        ),
    ]),
  )
}

/** How much each of the two joints moves a vertex, in whatever order that is said. */
const pullOfJoints = (vertex: (semantic: Semantic) => readonly number[]): readonly number[] => {
  const [joints, weights] = [vertex('JOINTS_0'), vertex('WEIGHTS_0')]
  return [0, 1].map((joint) =>
    weights.reduce((sum, weight, index) => sum + (joints[index] === joint ? weight : 0), 0),
  )
}

const furthest = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? Number.NaN))))

const degreesBetween = (one: readonly number[], other: readonly number[]): number => {
  const [x, y, z] = [other[0] ?? 0, other[1] ?? 0, other[2] ?? 0]
  const product = (one[0] ?? 0) * x + (one[1] ?? 0) * y + (one[2] ?? 0) * z
  return (Math.acos(Math.min(1, product / Math.hypot(x, y, z))) * 180) / Math.PI
}

describe('any mesh', () => {
  test('keeps every vertex, where it was within a step of the grid, and facing as it did', async () => {
    await fc.assert(
      fc.asyncProperty(meshes, async (mesh) => {
        const { glb, outcome } = await optimizeGlb(await write(mesh), { minSavedBytes: 1 })
        expect(outcome).toBe('optimized')
        const [primitive] = (await io.readBinary(glb)).getRoot().listMeshes()[0]?.listPrimitives() ?? []
        const found = read(primitive!)
        expect(found.size).toBe(mesh.vertices.length)
        const sides = [0, 1, 2].map((axis) => {
          const values = mesh.vertices.map(({ POSITION }) => POSITION[axis] ?? 0)
          return Math.max(...values) - Math.min(...values)
        })
        const largestDelta = Math.max(...mesh.deltas.flat().map(Math.abs))
        const step = Math.max(...sides, 2 * largestDelta) / STEPS
        for (const [id, vertex] of mesh.vertices.entries()) {
          const made = found.get(id)!
          expect(furthest(vertex.POSITION, made('POSITION'))).toBeLessThanOrEqual(step)
          expect(furthest(mesh.deltas[id]!, made('delta'))).toBeLessThanOrEqual(step)
          expect(degreesBetween(vertex.NORMAL, made('NORMAL'))).toBeLessThan(0.25)
          expect(degreesBetween(vertex.TANGENT, made('TANGENT'))).toBeLessThan(1)
          expect(furthest(vertex.TEXCOORD_0, made('TEXCOORD_0')) * SIDE).toBeLessThan(1 / 32)
          expect(furthest(vertex.COLOR_0, made('COLOR_0'))).toBeLessThan(2 / 65_535)
          const [pull, pulled] = [(semantic: Semantic) => vertex[semantic], made].map(pullOfJoints)
          expect(furthest(pull!, pulled!)).toBeLessThan(2 / 65_535)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('keeps normals that have no direction as they are', async () => {
    const at = (x: number, y: number) => ({
      POSITION: [x, y, 0],
      NORMAL: [0, 0, 0],
      TANGENT: [1, 0, 0, 1],
      TEXCOORD_0: [0, 0],
      COLOR_0: [1, 1, 1, 1],
      JOINTS_0: [0, 0, 0, 0],
      WEIGHTS_0: [1, 0, 0, 0],
    })
    const vertices = [at(0, 0), at(1, 0), at(0, 1)]
    const { glb } = await optimizeGlb(
      await write({
        vertices,
        deltas: [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
      {
        minSavedBytes: 1,
      },
    )
    const [primitive] = (await io.readBinary(glb)).getRoot().listMeshes()[0]?.listPrimitives() ?? []
    expect([...read(primitive!).values()].map((vertex) => vertex('NORMAL'))).toEqual(
      vertices.map(({ NORMAL }) => NORMAL),
    )
  })
})

test.each(['race-car.glb', 'showroom-cameras-lights.glb', 'zombie-skinned-animated.glb'])(
  '%s is delivered without data that nothing uses',
  async (name) => {
    const { glb } = await optimizeGlb(fixture(name), { minSavedBytes: 1 })
    const opened = openGlb(createBytesReader(glb))
    // oxlint-disable-next-line typescript/no-explicit-any -- a document is read freely here
    const { meshes = [], skins = [], animations = [], accessors } = (opened.ok ? opened.glb.json : {}) as any
    const used = new Set<number>()
    for (const { attributes, indices, targets = [] } of meshes.flatMap(
      (mesh: { primitives: [] }) => mesh.primitives,
    ))
      for (const index of [indices, ...[attributes, ...targets].flatMap(Object.values)]) used.add(index)
    for (const { inverseBindMatrices } of skins) used.add(inverseBindMatrices)
    for (const { input, output } of animations.flatMap((clip: { samplers: [] }) => clip.samplers))
      used.add(input).add(output)
    expect([...accessors.keys()].filter((index) => !used.has(index))).toEqual([])
  },
)
