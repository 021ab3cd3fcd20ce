/** USDZ as phones and Apple's tools pack it: crate files, written by Pixar's library (`fixtures/usd/README.md`). */
import { readFileSync } from 'node:fs'
import type { Document, Node } from '@gltf-transform/core'
import { WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS } from '@gltf-transform/extensions'
import { AssetError, convertToGlb, reportGlb, type SourceFile } from '@vectreal/asset-tools'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { file, PIXEL, zip } from './support/files.js'
import { usda } from './support/formats.js'

const FIXTURES = new URL('fixtures/usd/', import.meta.url)
type Kind = 'usda' | 'usdc'
const KINDS: readonly Kind[] = ['usdc', 'usda']
const layer = (name: string, kind: Kind): SourceFile =>
  file(`${name}.${kind}`, new Uint8Array(readFileSync(new URL(`${name}.${kind}`, FIXTURES))))

const io = new WebIO().registerExtensions(ALL_EXTENSIONS)

async function convert(files: readonly SourceFile[]) {
  const result = await convertToGlb(files)
  return {
    ...result,
    document: await io.readBinary(result.glb as Uint8Array<ArrayBuffer>),
    report: await reportGlb(result.glb),
  }
}

const usdz = async (files: readonly SourceFile[]): Promise<readonly SourceFile[]> => [
  file('model.usdz', await zip(files)),
]

const nodeNamed = (document: Document, name: string) =>
  document
    .getRoot()
    .listNodes()
    .find((node) => node.getName() === name) as Node

const materialNamed = (document: Document, name: string) =>
  document
    .getRoot()
    .listMaterials()
    .find((material) => material.getName() === name)

const tiles = `#usda 1.0
(
    defaultPrim = "Root"
    metersPerUnit = 1
    upAxis = "Y"
)
class "_Tile"
{
    def Mesh "Face"
    {
        int[] faceVertexCounts = [3]
        int[] faceVertexIndices = [0, 1, 2]
        point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
        rel material:binding = </_Tile/Red>
    }
    def Material "Red"
    {
        token outputs:surface.connect = </_Tile/Red/Surface.outputs:surface>
        def Shader "Surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor = (1, 0, 0)
            token outputs:surface
        }
    }
}
def Xform "Root"
{
    def Xform "Inherits" (
        inherits = </_Tile>
    )
    {
    }
    def Xform "Specializes" (
        prepend specializes = </_Tile>
    )
    {
        double3 xformOp:translate = (2, 0, 0)
        uniform token[] xformOpOrder = ["xformOp:translate"]
        over "Red"
        {
            over "Surface"
            {
                color3f inputs:diffuseColor = (0, 1, 0)
            }
        }
    }
    def Xform "Pair" (
        references = [</Root/Inherits>, </Root/Specializes>]
    )
    {
        double3 xformOp:translate = (0, 2, 0)
        uniform token[] xformOpOrder = ["xformOp:translate"]
    }
    def Xform "Loaded" (
        prepend payload = </Root/Pair>
        instanceable = true
    )
    {
        double3 xformOp:translate = (0, 4, 0)
        uniform token[] xformOpOrder = ["xformOp:translate"]
    }
}
`

/** Of a quarter turn. */
const HALF = Math.round(Math.SQRT1_2 * 1000) / 1000
const rounded = (values: Iterable<number>) => [...values].map((value) => Math.round(value * 1000) / 1000 + 0)

/** Four corners of 16 pixels each: red, green above blue, yellow; or what a function says. */
async function picture(colorAt: (x: number, y: number) => readonly number[]): Promise<Uint8Array> {
  const [width, height] = [32, 32]
  const pixels = Array.from({ length: width * height }, (_, at) =>
    colorAt(at % width, Math.floor(at / width)),
  )
  const image = sharp(Uint8Array.from(pixels.flat()), { raw: { width, height, channels: 3 } })
  return new Uint8Array(await image.png().toBuffer())
}

const corners = await picture((x, y) => {
  if (y < 16) return x < 16 ? [255, 0, 0] : [0, 255, 0]
  return x < 16 ? [0, 0, 255] : [255, 255, 0]
})
const textures = [
  file('textures/corners.png', corners),
  file('textures/normal.png', await picture(() => [128, 128, 255])),
  file('textures/orm.png', await picture(() => [10, 20, 30])),
  file('textures/holes.png', PIXEL),
]

describe.each(KINDS)('a stage as %s', (kind) => {
  test('keeps unit, names of parts and materials, and the values of its surfaces', async () => {
    const { document, report, size, notes } = await convert(await usdz([layer('values', kind)]))
    expect(size).toEqual({ x: 3.4, y: 1, z: 0 })
    expect(report).toMatchObject({ triangles: 6, validator: [] })
    const paint = materialNamed(document, 'Paint')
    expect(rounded(paint?.getBaseColorFactor() ?? [])).toEqual([0.8, 0.1, 0.05, 1])
    expect(rounded([paint?.getRoughnessFactor() ?? 0, paint?.getMetallicFactor() ?? 0])).toEqual([0.3, 0.25])
    const used = document.getRoot().listExtensionsUsed()
    expect(used.map(({ extensionName }) => extensionName).toSorted()).toEqual([
      'KHR_materials_clearcoat',
      'KHR_materials_ior',
      'KHR_materials_specular',
    ])
    const glass = materialNamed(document, 'Glass')
    expect([glass?.getAlphaMode(), Math.fround(glass?.getAlpha() ?? 0)]).toEqual(['BLEND', Math.fround(0.4)])
    const lamp = materialNamed(document, 'Lamp')
    expect(rounded(lamp?.getEmissiveFactor() ?? [])).toEqual([1, 0.8, 0.2])
    expect(lamp?.getDoubleSided()).toBe(true)
    expect(notes).toMatchObject([{ code: 'not_carried', message: 'Not carried over: displacement (Lamp).' }])
  })

  test('keeps its pictures upright, turned as they were, and their channels', async () => {
    const { document, report, size, notes } = await convert(
      await usdz([layer('textures', kind), ...textures]),
    )
    expect(rounded(Object.values(size ?? {}))).toEqual([2.2, 1, 0])
    expect(report.validator.filter(({ severity }) => severity === 'error')).toEqual([])
    const mesh = nodeNamed(document, 'Plain').getMesh()?.listPrimitives()[0]
    const points = mesh?.getAttribute('POSITION')
    const coordinates = mesh?.getAttribute('TEXCOORD_0')
    for (let index = 0; index < (points?.getCount() ?? 0); index += 1) {
      const [x = 0, y = 0] = points?.getElement(index, []) ?? []
      expect(coordinates?.getElement(index, [])).toEqual([x / 100, 1 - y / 100])
    }
    const wood = materialNamed(document, 'Wood')
    expect(wood?.getNormalScale()).toBe(1)
    expect(wood?.getBaseColorTexture()?.getImage()).toEqual(corners)
    expect(wood?.getBaseColorTextureInfo()?.listExtensions()).toEqual([])
    expect(wood?.getOcclusionTexture()).toBe(wood?.getMetallicRoughnessTexture())

    // In USD coordinates begin at the bottom, in glTF at the top: the same point of the picture.
    const turned = materialNamed(document, 'Turned')
    const transform = turned?.getBaseColorTextureInfo()?.getExtension('KHR_texture_transform') as unknown as {
      getOffset(): number[]
      getRotation(): number
      getScale(): number[]
    }
    const [[ox = 0, oy = 0], [sx = 0, sy = 0]] = [transform.getOffset(), transform.getScale()]
    const [sin, cos] = [Math.sin(transform.getRotation()), Math.cos(transform.getRotation())]
    for (const [s, t] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const) {
      const [u, v] = [sx * s, sy * (1 - t)]
      const shown = [cos * u + sin * v + ox, 1 - (-sin * u + cos * v + oy)]
      const [turnedSin, turnedCos] = [Math.sin(Math.PI / 6), Math.cos(Math.PI / 6)]
      const meant = [turnedCos * 2 * s - turnedSin * t + 0.25, turnedSin * 2 * s + turnedCos * t + 0.5]
      expect(rounded(shown)).toEqual(rounded(meant))
    }
    const merged = turned?.getMetallicRoughnessTexture()?.getImage() ?? new Uint8Array()
    expect([...(await sharp(merged).removeAlpha().raw().toBuffer()).subarray(0, 3)]).toEqual([255, 10, 255])
    expect(notes).toMatchObject([{ message: 'glTF has nothing for these maps of materials: alphaMap.' }])
  })

  test('keeps subsets, shapes, sides, colours and places, and names what it has not', async () => {
    const { document, report, notes } = await convert(await usdz([layer('kinds', kind)]))
    expect(report.validator.filter(({ severity }) => severity === 'error')).toEqual([])
    const subsets = nodeNamed(document, 'Two').getMesh()?.listPrimitives() ?? []
    expect(subsets.map((primitive) => primitive.getMaterial()?.getName())).toEqual(['Red', 'Blue'])
    // What has no material has not the one of another.
    expect(nodeNamed(document, 'Ball').getMesh()?.listPrimitives()[0]?.getMaterial()?.getName()).toBe('')
    expect(rounded(nodeNamed(document, 'Box').getTranslation())).toEqual([3, 0.5, 0])
    const odd = nodeNamed(document, 'Odd')
    expect(rounded(odd.getTranslation())).toEqual([0, 4, 0])
    expect(rounded(odd.getRotation())).toEqual([0.5, -0.5, 0.5, 0.5])
    const left = nodeNamed(document, 'Left').getMesh()?.listPrimitives()[0]
    expect(rounded(left?.getAttribute('NORMAL')?.getElement(0, []) ?? [])).toEqual([0, 0, 1])
    const order = [...(left?.getIndices()?.getArray() ?? [])].map((index) =>
      left?.getAttribute('POSITION')?.getElement(index, []),
    )
    expect(order).toEqual([
      [0, 2, 0],
      [1, 2, 0],
      [1, 3, 0],
    ])
    const painted = nodeNamed(document, 'Painted').getMesh()?.listPrimitives()[0]
    expect(painted?.getAttribute('COLOR_0')?.getElement(1, []).slice(0, 3)).toEqual([0, 1, 0])
    const [note] = notes
    for (const name of ['Plane (Floor)', 'BasisCurves (Hair)', '(Hidden)', '(Guide)'])
      expect(note?.message).toContain(name)
    for (const name of ['Hidden', 'Guide']) expect(nodeNamed(document, name)).toBeUndefined()
    const blades = document
      .getRoot()
      .listNodes()
      .filter((node) => node.getName() === 'Blade')
    expect(blades.map((blade) => rounded(blade.getWorldTranslation()))).toEqual([
      [0, 0, 2],
      [1, 0, 2],
    ])
    expect(new Set(blades.map((blade) => blade.getMesh())).size).toBe(1)
    expect(note?.message).not.toContain('PointInstancer')
  })

  test('keeps joints and the clip that moves them, and its morph targets', async () => {
    const { document, report, notes } = await convert(await usdz([layer('skinned', kind)]))
    expect(report.validator.filter(({ severity }) => severity === 'error')).toEqual([])
    const joints = document.getRoot().listSkins()[0]?.listJoints() ?? []
    expect(joints.map((joint) => joint.getName())).toEqual(['Hip', 'Knee'])
    const [clip] = document.getRoot().listAnimations()
    const bend = clip
      ?.listChannels()
      .find((channel) => channel.getTargetPath() === 'rotation' && channel.getTargetNode() === joints[1])
      ?.getSampler()
    expect([clip?.getName(), ...(bend?.getInput()?.getArray() ?? [])]).toEqual(['Walk', 0, 1])
    expect(rounded(bend?.getOutput()?.getElement(1, []) ?? [])).toEqual([0, 0, HALF, HALF])
    const leg = nodeNamed(document, 'Leg').getMesh()
    expect(leg?.getExtras()).toEqual({ targetNames: ['Wide'] })
    const [primitive] = leg?.listPrimitives() ?? []
    const moved = primitive?.listTargets()[0]?.getAttribute('POSITION')
    const byPoint = [...(primitive?.getIndices()?.getArray() ?? [])].map((index) => [
      rounded(primitive?.getAttribute('POSITION')?.getElement(index, []) ?? []).join(' '),
      rounded(moved?.getElement(index, []) ?? []),
    ])
    expect(Object.fromEntries(byPoint)).toEqual({
      '0 0 0': [0, 0, 0],
      '0.2 0 0': [0, 0, 0],
      '0 1 0': [0, 0, 0],
      '0.2 1 0': [0, 0, 0],
      '0 2 0': [-0.1, 0, 0],
      '0.2 2 0': [0.1, 0, 0],
    })
    expect(notes).toEqual([])
  })

  test('keeps the movement of parts, also of those of one name', async () => {
    const { document, notes } = await convert(await usdz([layer('moving', kind)]))
    const moved = document
      .getRoot()
      .listAnimations()[0]
      ?.listChannels()
      .map((channel) => {
        const output = channel.getSampler()?.getOutput()
        const last = output?.getElement(output.getCount() - 1, []) ?? []
        return [
          channel.getTargetNode()?.getParentNode()?.getName(),
          channel.getTargetPath(),
          ...rounded(last),
        ]
      })
    expect(moved).toEqual([
      ['A', 'translation', 0, 1, 0],
      ['A', 'rotation', 0, 0, 0, 1],
      ['A', 'scale', 1, 1, 1],
      ['B', 'translation', 2, 0, 0],
      ['B', 'rotation', 0, 0, HALF, HALF],
      ['B', 'scale', 1, 1, 1],
    ])
    expect(notes).toEqual([])
  })
})

describe('a layer of USD', () => {
  test.each(KINDS)('as %s is taken by itself, with its pictures beside it', async (kind) => {
    const { report, notes } = await convert([layer('textures', kind), ...textures])
    expect(report.textures).toHaveLength(4)
    expect(notes.map(({ code }) => code)).toEqual(['not_carried'])
    const missing = await convert([layer('textures', kind)])
    expect(missing.notes).toContainEqual(
      expect.objectContaining({ code: 'texture_missing', message: expect.stringContaining('corners.png') }),
    )
  })

  test('that says no unit is in centimetres, and a note says so', async () => {
    const text = new TextDecoder().decode(layer('values', 'usda').bytes).replace(/metersPerUnit.*\n/, '\n')
    const { size, notes } = await convert([file('values.usda', text)])
    expect(size).toEqual({ x: 3.4, y: 1, z: 0 })
    expect(notes).toContainEqual(expect.objectContaining({ code: 'units_assumed' }))
  })

  test('that refers to another one of its archive has what is there, and names what is not', async () => {
    const stage = `#usda 1.0
(
    defaultPrim = "Room"
    metersPerUnit = 1
)
def Xform "Room"
{
    def Xform "Squares" (
        prepend references = @./values.usdc@
    )
    {
    }
    def Xform "Chair" (
        prepend references = @./chair.usdc@
    )
    {
    }
}
`
    const { report, notes } = await convert(await usdz([file('room.usda', stage), layer('values', 'usdc')]))
    expect(report.triangles).toBe(6)
    expect(notes[0]?.message).toContain('references (./chair.usdc)')
  })

  test('has what its prims take over from others of the same file, moved and painted as they say', async () => {
    const { document, report, notes } = await convert([file('tiles.usda', tiles)])
    expect([report.triangles, report.validator, notes]).toEqual([4, [], []])
    const faces = ['Inherits', 'Specializes', 'Pair', 'Loaded'].map((name) => {
      const node = nodeNamed(document, name)
      let mesh = node.getMesh()
      node.traverse((child) => (mesh ??= child.getMesh()))
      const color = mesh?.listPrimitives()[0]?.getMaterial()?.getBaseColorFactor() ?? []
      return [name, rounded(node.getTranslation()), color.map(Math.round).slice(0, 3)]
    })
    expect(faces).toEqual([
      ['Inherits', [0, 0, 0], [1, 0, 0]],
      ['Specializes', [2, 0, 0], [0, 1, 0]],
      ['Pair', [0, 2, 0], [1, 0, 0]],
      ['Loaded', [0, 4, 0], [1, 0, 0]],
    ])
  })

  describe('with instances', () => {
    const instancer = (name: string, attributes: string, inside = '') =>
      `def PointInstancer "${name}"\n{\n${attributes}\n${inside}}\n`
    const blade = (name: string, size = 1) =>
      `def Xform "${name}"\n{\n double3 xformOp:translate = (0, 0, 1)\n uniform token[] xformOpOrder = ["xformOp:translate"]\n def Cube "Body"\n {\n double size = ${size}\n }\n}\n`
    const stage = (content: string) => [
      file('field.usda', `#usda 1.0\n(\n metersPerUnit = 1\n upAxis = "Y"\n)\n${content}`),
    ]
    const bodies = (document: Document) =>
      document
        .getRoot()
        .listNodes()
        .filter((node) => node.getName() === 'Body')

    test('has each where it stands, turned and scaled, of several prototypes, also of those that are only said', async () => {
      const content = instancer(
        'Field',
        ` int[] protoIndices = [1, 0, 1, 0]
 point3f[] positions = [(0, 0, 0), (2, 0, 0), (4, 0, 0), (6, 0, 0)]
 quath[] orientations = [(1, 0, 0, 0), (0.7071, 0, 0.7071, 0), (1, 0, 0, 0), (1, 0, 0, 0)]
 float3[] scales = [(1, 1, 1), (1, 1, 3), (2, 2, 2), (1, 1, 1)]
 int64[] ids = [10, 11, 12, 13]
 int64[] invisibleIds = [13]
 rel prototypes = [
 </Field/Kinds/Low>,
 </Field/Kinds/High>
 ]`,
        `over "Kinds"\n{\n${blade('Low')}${blade('High', 2)}}\n`,
      )
      const { document, notes } = await convert(stage(content))
      expect(notes).toEqual([])
      const placed = bodies(document).map((node) => [
        rounded(node.getWorldTranslation()),
        rounded(node.getWorldScale()),
      ])
      // A prototype of one unit above the floor of its own: three along X, where its Z has been turned to.
      expect(placed).toEqual([
        [
          [0, 0, 1],
          [1, 1, 1],
        ],
        [
          [5, 0, 0],
          [1, 1, 3],
        ],
        [
          [4, 0, 2],
          [2, 2, 2],
        ],
      ])
      const meshes = bodies(document).map((node) => node.getMesh())
      expect([meshes[0] === meshes[2], meshes[0] === meshes[1]]).toEqual([true, false])
    })

    test('inside of others has all of them', async () => {
      const two = ` int[] protoIndices = [0, 0]\n point3f[] positions = [(0, 0, 0), (0, 5, 0)]\n`
      const inner = instancer('Bush', `${two} rel prototypes = </Field/Bush/Leaf>`, blade('Leaf'))
      const { document, notes } = await convert(
        stage(instancer('Field', `${two} rel prototypes = </Field/Bush>`, inner)),
      )
      expect([bodies(document).map((node) => rounded(node.getWorldTranslation())), notes]).toEqual([
        [
          [0, 0, 1],
          [0, 5, 1],
          [0, 5, 1],
          [0, 10, 1],
        ],
        [],
      ])
    })

    test('that are too many, or of nothing, are named, and the rest is there', async () => {
      const count = 30_000
      const many = ` int[] protoIndices = [${Array(count).fill(0).join(', ')}]\n point3f[] positions = [${Array(count).fill('(0, 0, 0)').join(', ')}]\n rel prototypes = </Field/Leaf>`
      const none = ` int[] protoIndices = [0]\n point3f[] positions = [(0, 0, 0)]\n rel prototypes = </Nothing>`
      const content = `${instancer('Field', many, blade('Leaf'))}${instancer('Empty', none)}${blade('Tree')}`
      const { document, notes } = await convert(stage(content))
      expect(bodies(document)).toHaveLength(1)
      expect(notes.map(({ message }) => message)).toEqual([
        'Not carried over: PointInstancer (Empty, Field).',
      ])
    })

    test.each(['token visibility = "invisible"', 'uniform token purpose = "guide"'])(
      'that nobody is to see are left out: %s',
      async (attribute) => {
        const one = ` int[] protoIndices = [0]\n point3f[] positions = [(1, 0, 0)]\n ${attribute}\n rel prototypes = </Field/Leaf>`
        const { document, notes } = await convert(
          stage(`${instancer('Field', one, blade('Leaf'))}${blade('Tree')}`),
        )
        expect(bodies(document)).toHaveLength(1)
        expect(notes[0]?.message).toMatch(/^Not carried over: (?:hidden|guide) parts \(Field\)\.$/)
      },
    )

    test('that move are there at rest, and named', async () => {
      const moving = ` int[] protoIndices = [0]\n point3f[] positions.timeSamples = {\n 0: [(1, 0, 0)],\n 1: [(2, 0, 0)],\n }\n rel prototypes = </Field/Leaf>`
      const { document, notes } = await convert(stage(instancer('Field', moving, blade('Leaf'))))
      expect(bodies(document).map((node) => rounded(node.getWorldTranslation()))).toEqual([[1, 0, 1]])
      expect(notes.map(({ message }) => message)).toEqual([
        'Not carried over: movement of instances (Field).',
      ])
    })
  })

  describe('with blend shapes', () => {
    const face = (weights: string, others = '') => [
      file(
        'face.usda',
        `#usda 1.0
(
 metersPerUnit = 1
 upAxis = "Y"
 timeCodesPerSecond = 10
)
def SkelRoot "Root"
{
 rel skel:animationSource = </Root/Talk>
 def SkelAnimation "Talk"
 {
 uniform token[] blendShapes = ["Open", "Smile"]
 float[] blendShapeWeights${weights}
 }
 def Mesh "Face"
 {
 uniform token orientation = "leftHanded"
 int[] faceVertexCounts = [4, 3]
 int[] faceVertexIndices = [0, 3, 2, 1, 1, 2, 4]
 point3f[] points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (2, 0, 0)]
 uniform token[] skel:blendShapes = ["Smile", "Open"]
 rel skel:blendShapeTargets = [</Root/Face/Smile>, </Root/Face/Open>]
 def BlendShape "Smile"
 {
 uniform vector3f[] offsets = [(0, 0, 1), (0, 0, 2)]
 uniform int[] pointIndices = [4, 0]
 ${others}
 }
 def BlendShape "Open"
 {
 uniform vector3f[] offsets = [(1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0)]
 }
 def GeomSubset "Tip"
 {
 uniform token elementType = "face"
 uniform token familyName = "materialBind"
 int[] indices = [1]
 }
 def GeomSubset "Rest"
 {
 uniform token elementType = "face"
 uniform token familyName = "materialBind"
 int[] indices = [0]
 }
 }
}
`,
      ),
    ]

    test('has what each moves, in every part of the mesh, and the clip that moves it', async () => {
      const { document, report, notes } = await convert(
        face('.timeSamples = {\n 0: [0.25, 0],\n 10: [1, 0.5],\n }'),
      )
      expect([report.validator.filter(({ severity }) => severity === 'error'), notes]).toEqual([[], []])
      const mesh = nodeNamed(document, 'Face').getMesh()
      expect(mesh?.getExtras()).toEqual({ targetNames: ['Smile', 'Open'] })
      const moves = mesh?.listPrimitives().flatMap((primitive) =>
        [...(primitive.getIndices()?.getArray() ?? [])].map((index) => {
          const point = rounded(primitive.getAttribute('POSITION')?.getElement(index, []) ?? []).join(' ')
          const [smile, open] = primitive
            .listTargets()
            .map((target) => rounded(target.getAttribute('POSITION')?.getElement(index, []) ?? []))
          return [point, [smile?.[2], open?.[0]]]
        }),
      )
      expect(moves).toHaveLength(9)
      expect(Object.fromEntries(moves ?? [])).toEqual({
        '0 0 0': [2, 1],
        '1 0 0': [0, 2],
        '1 1 0': [0, 3],
        '0 1 0': [0, 4],
        '2 0 0': [1, 5],
      })
      const sampler = document.getRoot().listAnimations()[0]?.listChannels()[0]?.getSampler()
      expect([...(sampler?.getInput()?.getArray() ?? [])]).toEqual([0, 1])
      expect(rounded(sampler?.getOutput()?.getArray() ?? [])).toEqual([0, 0.25, 0.5, 1])
      expect(rounded(mesh?.getWeights() ?? [])).toEqual([0, 0.25])
    })

    test('whose names are numbers, or the same, keeps the order of its weights', async () => {
      const [one] = face(' = [1, 0.5]')
      const named = (first: string, second: string) =>
        file(
          'face.usda',
          new TextDecoder()
            .decode(one?.bytes)
            .replace('["Smile", "Open"]', `["${first}", "${second}"]`)
            .replace('["Open", "Smile"]', `["${second}", "${first}"]`),
        )
      const meshOf = async (part: SourceFile) => nodeNamed((await convert([part])).document, 'Face').getMesh()
      const numbered = await meshOf(named('b', '1'))
      expect([numbered?.getExtras(), rounded(numbered?.getWeights() ?? [])]).toEqual([
        { targetNames: ['b', '1'] },
        [0.5, 1],
      ])
      expect((await meshOf(named('a', 'a')))?.getExtras()).toEqual({ targetNames: ['a', 'a 2'] })
    })

    test('stands as its weights say where they do not change', async () => {
      const { document, notes } = await convert(face(' = [1, 0.5]'))
      expect(rounded(nodeNamed(document, 'Face').getMesh()?.getWeights() ?? [])).toEqual([0.5, 1])
      expect([document.getRoot().listAnimations(), notes]).toEqual([[], []])
    })

    test('has the ones that are there, and names what is not', async () => {
      const inbetween = 'uniform vector3f[] inbetweens:half = [(0, 0, 1), (0, 0, 1)]'
      const messagesOf = async (files: readonly SourceFile[]) =>
        (await convert(files)).notes.map(({ message }) => message)
      expect(await messagesOf(face(' = [0, 0]', inbetween))).toEqual([
        'Not carried over: shapes between two (Face).',
      ])
      const [one] = face(' = [0, 0]')
      const text = new TextDecoder().decode(one?.bytes).replace('</Root/Face/Open>', '</Root/Face/Gone>')
      expect(await messagesOf([file('face.usda', text)])).toEqual(['Not carried over: morph targets (Face).'])
    })
  })

  describe('with colours', () => {
    const [RED, GREEN, BLUE, GREY] = ['1 0 0', '0 1 0', '0 0 1', '0.5 0.5 0.5']
    const colours = (values: readonly (string | undefined)[]) =>
      ` color3f[] primvars:displayColor = [${values.map((value) => `(${value?.replaceAll(' ', ', ')})`).join(', ')}]`
    /** A square and a triangle that share two points. */
    const tile = (attributes: string) => [
      file(
        'tile.usda',
        `#usda 1.0\n(\n metersPerUnit = 1\n upAxis = "Y"\n)\ndef Mesh "Tile"\n{\n int[] faceVertexCounts = [4, 3]\n int[] faceVertexIndices = [0, 1, 2, 3, 1, 4, 2]\n point3f[] points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (2, 0, 0)]\n${attributes}\n}\n`,
      ),
    ]
    /** What each triangle is painted with, corner by corner. */
    async function painted(attributes: string) {
      const { document, notes } = await convert(tile(attributes))
      expect(notes).toEqual([])
      const [primitive] = nodeNamed(document, 'Tile').getMesh()?.listPrimitives() ?? []
      const at = (name: string, index: number, size: number) =>
        rounded(primitive?.getAttribute(name)?.getElement(index, []).slice(0, size) ?? []).join(' ')
      const corners = [...(primitive?.getIndices()?.getArray() ?? [])].map(
        (index) => [at('POSITION', index, 2), at('COLOR_0', index, 3)] as const,
      )
      return [0, 3, 6].map((from) => Object.fromEntries(corners.slice(from, from + 3)))
    }
    const OF_POINTS = [
      { '0 0': RED, '1 0': GREEN, '1 1': BLUE },
      { '0 0': RED, '1 1': BLUE, '0 1': GREY },
      { '1 0': GREEN, '2 0': RED, '1 1': BLUE },
    ]

    test.each([
      ['points', colours([RED, GREEN, BLUE, GREY, RED])],
      [
        'points of a left-handed mesh',
        `${colours([RED, GREEN, BLUE, GREY, RED])}\n uniform token orientation = "leftHanded"`,
      ],
      ['corners', colours([RED, GREEN, BLUE, GREY, GREEN, RED, BLUE])],
      [
        'points, by number',
        `${colours([BLUE, RED, GREEN, GREY])}\n int[] primvars:displayColor:indices = [1, 2, 0, 3, 1]`,
      ],
    ])('of %s has them', async (_, attributes) => {
      expect(await painted(attributes)).toEqual(OF_POINTS)
    })

    test('of faces has them', async () => {
      expect(await painted(colours([RED, BLUE]))).toEqual([
        { '0 0': RED, '1 0': RED, '1 1': RED },
        { '0 0': RED, '1 1': RED, '0 1': RED },
        { '1 0': BLUE, '2 0': BLUE, '1 1': BLUE },
      ])
    })

    test('by a number that no colour has takes no memory for it, and says so', async () => {
      const far = `${colours([RED, GREEN])}\n int[] primvars:displayColor:indices = [0, 1, 2000000000, 0, 0]`
      const { notes } = await convert(tile(far))
      expect(notes.map(({ message }) => message)).toEqual(['Not carried over: colours of faces (Tile).'])
    })

    test('in a number that fits nothing has the first one, and says so', async () => {
      const { notes } = await convert(tile(colours([RED, GREEN, BLUE])))
      expect(notes.map(({ message }) => message)).toEqual(['Not carried over: colours of faces (Tile).'])
    })
  })

  test('with a coordinate too few is shown without its picture, which is said', async () => {
    const { notes, report } = await convert([
      file('square.usda', usda.replace('(0, 0), (1, 0)', '(0 0), (1, 0)')),
    ])
    expect(report.triangles).toBe(2)
    expect(notes.map(({ message }) => message)).toContain('Left out, as some parts have too few of them: uv.')
  })

  test('leaves out what is only said about something that is not there', async () => {
    const ghost = `over "Ghost"\n{\n def Mesh "In"\n {\n int[] faceVertexCounts = [3]\n int[] faceVertexIndices = [0, 1, 2]\n point3f[] points = [(0, 0, 0), (9, 0, 0), (0, 9, 0)]\n }\n}\n`
    expect((await convert([file('tiles.usda', `${tiles}${ghost}`)])).report.triangles).toBe(4)
  })

  test('says nothing of a class, and draws no mesh that is only said something about', async () => {
    const triangle =
      '{\n int[] faceVertexCounts = [3]\n int[] faceVertexIndices = [0, 1, 2]\n point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]\n}\n'
    const others = `class Mesh "_Proto"\n${triangle}over Mesh "Ghost"\n${triangle}def Mesh "Copy" (\n references = </_Proto>\n)\n{\n}\n`
    const { report, notes } = await convert([file('tiles.usda', `${tiles}${others}`)])
    expect([report.triangles, notes]).toEqual([5, []])
  })

  test('names what its prims would take over and is not there, or goes in a circle', async () => {
    const taking = (name: string, path: string) => `def Xform "${name}" (\n references = <${path}>\n)\n{\n}\n`
    const others = `${taking('A', '/None')}${taking('B', '/C')}${taking('C', '/B')}${taking('D', '/D')}`
    const { report, notes } = await convert([file('tiles.usda', `${tiles}${others}`)])
    expect(report.triangles).toBe(4)
    expect(notes.map(({ message }) => message)).toEqual(['Not carried over: references (None, B, D).'])
  })

  test.each([
    ['prims', 24, 'too_large'],
    ['layers', 24, 'too_large'],
  ])('whose %s double with every level is refused', async (what, levels, code) => {
    const level = (index: number, target: string) =>
      `def Xform "L${index}"\n{\n${['A', 'B'].map((name) => `def Xform "${name}" (\n prepend references = ${target}\n)\n{\n}\n`).join('')}}\n`
    const all = Array.from({ length: levels }, (_, index) => index)
    const files =
      what === 'prims'
        ? [
            file(
              'l0.usda',
              `#usda 1.0\n${all.map((index) => level(index, `</L${index + 1}>`)).join('')}def Xform "L${levels}"\n{\n}\n`,
            ),
          ]
        : all.map((index) => file(`l${index}.usda`, `#usda 1.0\n${level(index, `@./l${index + 1}.usda@`)}`))
    const refused = await convertToGlb(await usdz(files)).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code })
  })

  test.each([
    ['points of two numbers', tiles.replace('(1, 0, 0), (0, 1, 0)', '(1, 0), (0, 1)')],
    ['no points', tiles.replace(/point3f\[\] points = .*\n/, '')],
    ['corners beyond its points', tiles.replace('[0, 1, 2]', '[0, 1, 7]')],
  ])('with %s is refused', async (_what, text) => {
    const refused = convertToGlb([file('tiles.usda', text)])
    await expect(refused).rejects.toMatchObject({
      code: expect.stringMatching(/^(damaged_file|nothing_to_show)$/),
    })
  })

  test.each(KINDS)('as %s that is cut anywhere is refused', async (kind) => {
    const codes = new Set<unknown>()
    const { bytes } = layer('kinds', kind)
    for (let part = 1; part < 20; part += 1) {
      const cut = file(`kinds.${kind}`, bytes.slice(0, Math.floor((bytes.byteLength * part) / 20)))
      for (const files of [[cut], await usdz([cut])])
        codes.add(
          await convertToGlb(files).then(
            () => null,
            (error: unknown) => (error instanceof AssetError ? error.code : error),
          ),
        )
    }
    expect([...codes]).toEqual(['damaged_file'])
  })
})
