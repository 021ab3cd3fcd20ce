import {
  AssetError,
  convertToGlb,
  type ConvertOptions,
  reportGlb,
  type SourceFile,
} from '@vectreal/asset-tools'
import { createBytesReader, openGlb } from '@vectreal/scene-format'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { file, PIXEL, text, zip } from './support/files.js'
import { binaryStl, dae, fbx, obj, ply, stl, threeMf, threeMfOf, usdz } from './support/formats.js'

const wood = file('textures/wood.png', PIXEL)
const SETS: Record<string, () => Promise<readonly SourceFile[]>> = {
  obj: async () => obj,
  stl: async () => [stl],
  'stl (binary)': async () => [binaryStl()],
  ply: async () => [ply],
  dae: async () => dae,
  fbx: async () => [fbx, wood],
  '3mf': async () => [await threeMf()],
  usdz: async () => [await usdz()],
}

// oxlint-disable-next-line typescript/no-explicit-any -- a document is read freely here
type Gltf = any

const setOf = async (name: string) =>
  (await (SETS[name] as () => Promise<unknown>)()) as [SourceFile, ...SourceFile[]]

async function convert(name: string, options?: ConvertOptions) {
  const result = await convertToGlb(await setOf(name), options)
  const opened = openGlb(createBytesReader(result.glb))
  if (!opened.ok) throw new Error('the result is refused')
  const { triangles, textures, animations, validator } = await reportGlb(result.glb)
  return {
    ...result,
    json: opened.glb.json as Gltf,
    triangles,
    textures: textures.length,
    animations,
    validator,
  }
}

const refusal = (files: readonly SourceFile[]): Promise<unknown> =>
  convertToGlb(files).then(
    () => null,
    (error: unknown) => (error instanceof AssetError ? error.code : error),
  )

describe('a model of another format', () => {
  test.each([
    ['obj', { triangles: 2, textures: 1, animations: 0, size: { x: 2, y: 1, z: 0 } }],
    [
      'stl',
      {
        triangles: 2,
        textures: 0,
        animations: 0,
        size: { x: 0.02, y: 0.01, z: 0 },
      },
    ],
    [
      'stl (binary)',
      {
        triangles: 1,
        textures: 0,
        animations: 0,
        size: { x: 0.02, y: 0.01, z: 0 },
      },
    ],
    ['ply', { triangles: 2, textures: 0, animations: 0, size: { x: 1, y: 1, z: 0 } }],
    ['dae', { triangles: 2, textures: 1, animations: 0, size: { x: 2, y: 1, z: 0 } }],
    ['fbx', { triangles: 2, textures: 1, animations: 1, size: { x: 2, y: 1, z: 0 } }],
    [
      '3mf',
      {
        triangles: 4,
        textures: 0,
        animations: 0,
        size: { x: 0.254, y: 0.508, z: 0.254 },
      },
    ],
    ['usdz', { triangles: 2, textures: 1, animations: 0, size: { x: 2, y: 1, z: 0 } }],
  ])('%s becomes a valid GLB of its size in metres', async (name, expected) => {
    expect(await convert(name)).toMatchObject({ ...expected, validator: [] })
  })

  test('keeps names, colours, clips and the right way up of its picture', async () => {
    const { json } = await convert('obj')
    expect(json.materials).toMatchObject([{ name: 'Wood', pbrMetallicRoughness: { metallicFactor: 0 } }])
    expect(json.materials[0].extras).toBeUndefined()
    expect((await convert('fbx')).json.animations).toMatchObject([{ name: 'Lift' }])
    const named = (await convert('dae')).json.nodes.flatMap(({ name }: { name?: string }) => name ?? [])
    expect(named).toEqual(['Square'])
    expect(
      (await convert('3mf')).json.materials[0].pbrMetallicRoughness.baseColorFactor ?? [1, 0, 0, 1],
    ).toMatchObject([1, 0, 0, 1])
    expect((await convert('ply')).json.meshes[0].primitives[0].attributes).toHaveProperty('COLOR_0')
  })

  test('without units is taken as its kind is mostly made, says so, and can be told', async () => {
    const { notes } = await convert('stl')
    expect(notes).toMatchObject([
      {
        code: 'units_assumed',
        message: expect.stringContaining('2 × 1 × 0 cm'),
      },
    ])
    const told = await convert('stl', { units: 'in', upAxis: 'y' })
    expect(told).toMatchObject({
      notes: [],
      size: { x: 0.508, y: 0, z: 0.254 },
    })
  })
})

describe('what is not there', () => {
  test('a texture of OBJ, FBX, DAE is named, and the rest comes', async () => {
    for (const [files, name] of [
      [obj.filter(({ name }) => !name.endsWith('.png')), 'textures\\Wood.png'],
      [[fbx], 'wood.png'],
      [dae.filter(({ name }) => !name.endsWith('.png')), 'textures/wood.png'],
    ] as const) {
      const { notes } = await convertToGlb(files)
      expect(notes).toContainEqual({
        code: 'texture_missing',
        message: `1 texture is missing: ${name}.`,
        files: [name],
      })
    }
  })

  test('a material library is named', async () => {
    const { notes } = await convertToGlb([obj[0] as SourceFile])
    expect(notes).toContainEqual(expect.objectContaining({ code: 'file_missing', files: ['square.mtl'] }))
  })

  test('a picture that nobody reads is named', async () => {
    const files = obj.map(({ name, bytes }) =>
      file(name, name.endsWith('.png') ? text('not a picture') : bytes),
    )
    expect((await convertToGlb(files)).notes).toContainEqual(
      expect.objectContaining({ code: 'texture_unreadable' }),
    )
  })

  test('maps that glTF does not have are named', async () => {
    const files = obj.map(({ name, bytes }) =>
      name.endsWith('.mtl')
        ? file(name, 'newmtl Wood\nmap_Kd textures/wood.png\nbump textures/wood.png\n')
        : file(name, bytes),
    )
    expect((await convertToGlb(files)).notes).toContainEqual(expect.objectContaining({ code: 'not_carried' }))
  })
})

test('a cloud of points stays one, also where its points have normals', async () => {
  const vertex = ['x', 'y', 'z', 'nx', 'ny', 'nz'].map((name) => `property float ${name}\n`).join('')
  const points = '0 0 0 0 0 1\n1 0 0 0 0 1\n0 1 0 0 0 1\n'
  const ply = file('cloud.ply', `ply\nformat ascii 1.0\nelement vertex 3\n${vertex}end_header\n${points}`)
  for (const cloud of [ply, file('cloud.obj', 'v 0 0 0\nv 1 0 0\nv 0 1 0\n')]) {
    const opened = openGlb(createBytesReader((await convertToGlb([cloud])).glb))
    expect(opened.ok && (opened.glb.json as Gltf).meshes[0].primitives[0].mode).toBe(0)
  }
})

test.each(['utf-16le', 'utf-16be'])('text in %s is read', async (encoding) => {
  const text = '\ufeff# made by Windows\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3'
  const bytes = Buffer.from(text, 'utf16le')
  const model = file('square.obj', new Uint8Array(encoding === 'utf-16le' ? bytes : bytes.swap16()))
  expect((await reportGlb((await convertToGlb([model])).glb)).triangles).toBe(1)
})

test('names that Windows wrote in a material library are found', async () => {
  const mtl = Uint8Array.from('newmtl Wood\nmap_Kd Fläche.png\n', (character) => character.charCodeAt(0))
  const files = [obj[0] as SourceFile, file('square.mtl', mtl), file('Fläche.png', PIXEL)]
  expect((await convertToGlb(files)).notes).toMatchObject([{ code: 'units_assumed' }])
})

/** Each level places the next one twice; the last one is a triangle. */
function doubling(levels: number): string {
  const level = (id: number) =>
    `<object id="${id}"><components>${`<component objectid="${id + 1}"/>`.repeat(2)}</components></object>`
  const last = `<object id="${levels}"><mesh><vertices><vertex x="0" y="0" z="0"/><vertex x="1" y="0" z="0"/><vertex x="0" y="1" z="0"/></vertices><triangles><triangle v1="0" v2="1" v3="2"/></triangles></mesh></object>`
  return Array.from({ length: levels - 1 }, (_, index) => level(index + 1)).join('') + last
}

function manyTriangles(): Uint8Array {
  const { bytes } = binaryStl()
  new DataView(bytes.buffer).setUint32(80, 0xffffffff, true)
  return bytes
}

test('an FBX whose colours lack their indices is shown without them, which is said', async () => {
  const colors =
    'LayerElementColor: 0 {\n\t\t\tMappingInformationType: "ByPolygonVertex"\n\t\t\tReferenceInformationType: "IndexToDirect"\n\t\t\tColors: *4 {\n\t\t\t\ta: 1,0,0,1\n\t\t\t}\n\t\t}\n\t\tLayerElementUV: 0 {'
  const text = new TextDecoder().decode(fbx.bytes).replace('LayerElementUV: 0 {', colors)
  const { glb, notes } = await convertToGlb([file('square.fbx', text), wood])
  expect((await reportGlb(glb)).triangles).toBe(2)
  expect(notes.map(({ message }) => message)).toContain('Not carried over: colours of points.')
})

test('an FBX with a clip that holds nothing is shown without clips, which is said', async () => {
  const text = new TextDecoder().decode(fbx.bytes).replace('\tC: "OO",6100,6000\n', '')
  const { glb, notes } = await convertToGlb([file('square.fbx', text), wood])
  expect((await reportGlb(glb)).triangles).toBe(2)
  expect(notes.map(({ message }) => message)).toContain('Not carried over: clips.')
})

test.each(Object.keys(SETS))('nothing is written to the console for %s', async (format) => {
  const said = (['log', 'info', 'warn', 'error'] as const).map((kind) =>
    vi.spyOn(console, kind).mockImplementation(() => {}),
  )
  await convertToGlb((await SETS[format]?.()) ?? [])
  expect(said.flatMap(({ mock }) => mock.calls)).toEqual([])
  vi.restoreAllMocks()
})

test('normals of any length are of length 1 in glTF, and nothing is said about it', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const text = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nvn 0 0 3\nvn 0 0 0\nf 1//1 2//1 3//2\n'
  const { glb } = await convertToGlb([file('long.obj', text)], { units: 'm' })
  expect((await reportGlb(glb)).validator).toEqual([])
  expect(warned).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})

describe('what is not whole', () => {
  test.each(Object.keys(SETS))(
    '%s that is empty, or cut anywhere, is refused or drawn, and never breaks',
    async (name) => {
      const [main, ...rest] = await setOf(name)
      expect(await refusal([file(main.name, ''), ...rest])).toBe('empty_file')
      for (let part = 1; part < 20; part += 1) {
        const cut = main.bytes.slice(0, Math.floor((main.bytes.byteLength * part) / 20))
        expect([null, 'damaged_file', 'nothing_to_show', 'no_model', 'invalid_model']).toContain(
          await refusal([file(main.name, cut), ...rest]),
        )
      }
    },
  )

  test.each(Object.keys(SETS))('%s that lacks its end is refused', async (name) => {
    const [main, ...rest] = await setOf(name)
    const cut = file(main.name, main.bytes.slice(0, Math.floor(main.bytes.byteLength / 2)))
    expect(await refusal([cut, ...rest])).toMatch(/damaged_file|nothing_to_show/)
  })

  test.each([
    [
      'an FBX of 2006',
      'old.fbx',
      '; FBX 6.1.0 project file\nFBXHeaderExtension:  {\n\tFBXVersion: 6100\n}\n',
      'unsupported_file',
    ],
    [
      'a bomb in a 3MF',
      'bomb.3mf',
      () => zip([file('3D/3dmodel.model', new Uint8Array(64 * 1024 * 1024))]),
      'too_large',
    ],
    [
      'a path that leads out of a USDZ',
      'out.usdz',
      () => zip([file('../x.usda', '#usda 1.0')]),
      'unsafe_name',
    ],
    [
      'a binary FBX whose zeros a program made spaces',
      'sent.fbx',
      () =>
        Uint8Array.from('Kaydara FBX Binary   \x1a \x84\x1c  some more of it', (character) =>
          character.charCodeAt(0),
        ),
      'damaged_file',
    ],
    [
      'a binary PLY whose ends of lines a program changed',
      'sent.ply',
      'ply\nformat binary_little_endian 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nend_header\n0123456789012345678901234567890123',
      'damaged_file',
    ],
    ['a page in place of an OBJ', 'model.obj', '<html>Not found</html>', 'nothing_to_show'],
    ['text in place of an STL', 'model.stl', 'hello', 'damaged_file'],
    [
      'an OBJ whose last face breaks off',
      'model.obj',
      'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\nf 1 2',
      'damaged_file',
    ],
    [
      'a PLY without the last corner of its face',
      'model.ply',
      'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1\n',
      'damaged_file',
    ],
    [
      'a PLY whose face has a corner that is not there',
      'model.ply',
      'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 -1\n',
      'damaged_file',
    ],
    [
      'a 3MF that doubles its parts with every level',
      'doubling.3mf',
      async () => (await threeMfOf(doubling(24))).bytes,
      'too_large',
    ],
    [
      'a 3MF whose part holds itself',
      'circle.3mf',
      async () =>
        (await threeMfOf('<object id="1"><components><component objectid="1"/></components></object>')).bytes,
      'damaged_file',
    ],
    [
      'a COLLADA document whose nodes double with every level',
      'doubling.dae',
      `<COLLADA version="1.4.1"><library_nodes>${Array.from({ length: 24 }, (_, index) => `<node id="n${index}">${`<instance_node url="#n${index + 1}"/>`.repeat(2)}</node>`).join('')}<node id="n24"/></library_nodes><library_visual_scenes><visual_scene id="s"><node id="n"><instance_node url="#n0"/></node></visual_scene></library_visual_scenes><scene><instance_visual_scene url="#s"/></scene></COLLADA>`,
      'too_large',
    ],
    [
      'a COLLADA document whose entities multiply',
      'entities.dae',
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${[...'bcdefghij'].map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index]};`.repeat(10)}">`).join('')}]><COLLADA version="1.4.1"><asset><unit name="&j;"/></asset></COLLADA>`,
      'damaged_file',
    ],
    ['an STL that says it has four billion triangles', 'many.stl', () => manyTriangles(), 'damaged_file'],
    ['a point that is no number', 'model.obj', 'v 0 0 x\nv 1 0 0\nv 0 1 0\nf 1 2 3\n', 'damaged_file'],
  ] as const)('%s is refused', async (_what, name, content, code) => {
    expect(await refusal([file(name, typeof content === 'string' ? content : await content())])).toBe(code)
  })
})

/** Red above blue, two pixels: TGA says where its rows begin, and stores blue, green, red. */
function redAboveBlue(beginsAt: 'bottom' | 'top'): Uint8Array {
  const header = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 24, beginsAt === 'top' ? 0x20 : 0]
  const [red, blue] = [
    [0, 0, 255],
    [255, 0, 0],
  ]
  return Uint8Array.from([header, beginsAt === 'top' ? [red, blue] : [blue, red]].flat(2) as number[])
}

test.each(['bottom', 'top'] as const)('a TGA whose rows begin at the %s stays upright', async (beginsAt) => {
  const set = [
    file(
      'a.obj',
      'mtllib a.mtl\nusemtl A\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n',
    ),
    file('a.mtl', 'newmtl A\nmap_Kd a.tga\n'),
    file('a.tga', redAboveBlue(beginsAt)),
  ]
  const opened = openGlb(createBytesReader((await convertToGlb(set)).glb))
  if (!opened.ok) throw new Error('the result is refused')
  const { images, bufferViews } = opened.glb.json as Gltf
  const { byteOffset = 0, byteLength } = bufferViews[images[0].bufferView]
  const png = opened.glb.readBuffer(0).subarray(byteOffset, byteOffset + byteLength)
  const pixels = await sharp(png).removeAlpha().raw().toBuffer()
  expect([...pixels]).toEqual([255, 0, 0, 0, 0, 255])
})
