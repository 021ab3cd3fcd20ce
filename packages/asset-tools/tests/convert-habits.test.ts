/** Habits of programs that three's readers do not know: each file is fine, and says it in a way of its own. */
import { getBounds, type Scene, WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS } from '@gltf-transform/extensions'
import { convertToGlb, reportGlb, type SourceFile } from '@vectreal/asset-tools'
import { describe, expect, test, vi } from 'vitest'
import { file, PIXEL, text, zip } from './support/files.js'
import { binaryStl, dae, fbx, obj, stl, threeMfOf } from './support/formats.js'

const io = new WebIO().registerExtensions(ALL_EXTENSIONS)

async function convert(files: readonly SourceFile[]) {
  const { glb, notes, size } = await convertToGlb(files)
  const { validator, triangles } = await reportGlb(glb)
  const document = await io.readBinary(glb as Uint8Array<ArrayBuffer>)
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
  return {
    glb,
    document,
    size,
    triangles,
    errors: validator.filter(({ severity }) => severity === 'error'),
    notes: notes.filter(({ code }) => code !== 'units_assumed').map(({ message }) => message),
    /** Of each point of an attribute, to three places. */
    valuesOf: (name: string) =>
      primitives.flatMap((primitive) => {
        const attribute = primitive.getAttribute(name)
        return Array.from({ length: attribute?.getCount() ?? 0 }, (_, index) =>
          (attribute?.getElement(index, []) ?? []).map((value) => Math.round(value * 1000) / 1000 + 0),
        )
      }),
  }
}
const contentOf = ({ bytes }: SourceFile) => new TextDecoder().decode(bytes)
const unique = (values: readonly (readonly number[])[]) => [
  ...new Set(values.map((value) => value.join(' '))),
]

describe('STL', () => {
  /** A triangle whose header, spare bytes and end are as given. */
  const withHeader = (header: string, spare = 0, tail = 0) => {
    const bytes = new Uint8Array(84 + 50 + tail)
    bytes.set(binaryStl().bytes)
    bytes.set(text(header))
    bytes.set([spare & 255, spare >> 8], 84 + 48)
    return file('part.stl', bytes)
  }

  test.each([
    ['binary, with a header of text', withHeader('solid made by a program of facets')],
    ['binary, with a byte at its end', withHeader('solid', 0, 1)],
    ['text in capitals', file('part.stl', contentOf(stl).toUpperCase())],
    [
      'text in UTF-16',
      file(
        'part.stl',
        new Uint8Array(
          Buffer.from(`\u{feff}${contentOf(stl).replace('square', 's'.repeat(400))}`, 'utf16le'),
        ),
      ),
    ],
    ['text with a byte order mark', file('part.stl', `\u{feff}${contentOf(stl)}`)],
  ])('%s', async (_, part) => {
    expect((await convert([part])).triangles).toBeGreaterThan(0)
  })

  test('that leaves its normals at 0 gets those of its faces', async () => {
    const { valuesOf } = await convert([
      file('part.stl', contentOf(stl).replaceAll('normal 0 0 1', 'normal 0 0 0')),
    ])
    expect(unique(valuesOf('NORMAL'))).toEqual(['0 -1 0'])
  })

  test('has the colours of VisCAM, and the opacity of Magics', async () => {
    const blue = await convert([withHeader('made by VisCAM', 0x80_00 | 31)])
    expect(unique(blue.valuesOf('COLOR_0').map((color) => color.slice(0, 3)))).toEqual(['0 0 1'])
    const header = withHeader('COLOR=', 0x80_00)
    header.bytes.set([255, 0, 0, 51], 6)
    const clear = await convert([header])
    expect(clear.document.getRoot().listMaterials()[0]?.getBaseColorFactor()[3]).toBeCloseTo(0.2)
  })
})

describe('PLY', () => {
  const cloud = (number: string, points: string, more = '') =>
    file(
      'scan.ply',
      `ply\nformat ascii 1.0\n${more}element vertex 3\nproperty ${number} x\nproperty ${number} y\nproperty ${number} z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n${points}3 0 1 2\n`,
    )

  test.each(['double', 'float64'])('with coordinates of type %s', async (number) => {
    const { valuesOf, notes } = await convert([cloud(number, '0 0 0\n1 0 0\n0 2 0\n')])
    expect([unique(valuesOf('POSITION')), notes]).toEqual([['0 0 0', '1 0 0', '0 2 0'], []])
  })

  test('far from the origin is moved to it, in full detail, and says so', async () => {
    const { size, notes } = await convert([
      cloud('double', '452345.1 5412345 100\n452345.2 5412345 100\n452345.1 5412345.2 100\n'),
    ])
    expect([size?.x ?? 0, size?.y ?? 0].map((side) => Math.round(side * 1e4) / 1e4)).toEqual([0.1, 0.2])
    expect(notes).toEqual(['Not carried over: its place, 452345, 5412345, 100 from the origin.'])
  })

  test('names what is left out', async () => {
    const { notes } = await convert([
      cloud(
        'float',
        '0 0 0\n1 0 0\n0 2 0\n',
        'comment TextureFile a.png\ncomment TextureFile b.png\nelement tristrips 0\nproperty list int int vertex_indices\n',
      ),
    ])
    expect(notes).toEqual(['Not carried over: pictures (b.png).'])
  })
})

describe('OBJ', () => {
  const POINTS = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n'
  const red = 'newmtl Red\nKd 1 0 0\n'

  test.each([
    [
      'comments behind statements',
      `mtllib m.mtl\n${POINTS.replace('\n', ' # first\n')}usemtl Red\nf 1 2 3 # last\n`,
      red,
    ],
    [
      'several files with materials in one line',
      `mtllib other.mtl m.mtl\n${POINTS}usemtl Red\nf 1 2 3\n`,
      red,
    ],
    ['a name in quotes', `mtllib "m.mtl"\n${POINTS}usemtl Red\nf 1 2 3\n`, red],
    ['tabs in its materials', `mtllib m.mtl\n${POINTS}usemtl Red\nf 1 2 3\n`, red.replaceAll(' ', '\t')],
  ])('with %s', async (_, model, materials) => {
    const { document, notes } = await convert([
      file('m.obj', model),
      file('m.mtl', materials),
      file('other.mtl', 'newmtl Blue\nKd 0 0 1\n'),
    ])
    const [material] = document.getRoot().listMaterials()
    expect([material?.getName(), material?.getBaseColorFactor().map(Math.round), notes]).toEqual([
      'Red',
      [1, 0, 0, 1],
      [],
    ])
  })

  test('names a material that is not there, and curves', async () => {
    const { notes } = await convert([
      file('m.obj', `mtllib m.mtl\n${POINTS}usemtl Wood\nf 1 2 3\ncstype bezier\ndeg 1\ncurv 0 1 1 2\nend\n`),
      file('m.mtl', `${red}Pc 0.5\n`),
    ])
    expect(notes).toEqual([
      'Named in the file, and not there: Wood.',
      'Not carried over: curves and surfaces by formulas; of materials: clearcoat.',
    ])
  })

  test('has colours of points up to 255', async () => {
    const colored = 'v 0 0 0 255 0 0\nv 1 0 0 0 255 0\nv 0 1 0 0 0 255\nf 1 2 3\n'
    const { valuesOf } = await convert([file('m.obj', colored)])
    expect(unique(valuesOf('COLOR_0').map((color) => color.slice(0, 3)))).toEqual(['1 0 0', '0 1 0', '0 0 1'])
  })

  test('far from the origin is moved to it, in full detail, and says so', async () => {
    const far = 'v 452345.1 5412345.1 0\nv 452345.2 5412345.1 0\nv 452345.1 5412345.3 0\nf 1 2 3\n'
    const { valuesOf, notes } = await convert([file('m.obj', far)])
    expect(unique(valuesOf('POSITION'))).toEqual(['-0.05 -0.1 0', '0.05 -0.1 0', '-0.05 0.1 0'])
    expect(notes).toEqual(['Not carried over: its place, 452345, 5412345, 0 from the origin.'])
  })

  test.each([
    ['a scan of land', 'v 452000 4649776.1 0\nv 453000 4649776.2 0\nv 452000 4650776.3 0\nf 1 2 3\n'],
    [
      'lines that end as Windows ends them',
      'v 452345.1 5412345 0\r\nv 452345.2 5412345 0\r\nv 452345.1 5412345.2 0\r\nf 1 2 3\r\n',
    ],
  ])('keeps the detail of %s', async (_what, text) => {
    const { valuesOf } = await convert([file('m.obj', text)])
    const written = [...text.matchAll(/^v (\S+) (\S+)/gm)].map(([, x, y]) => [Number(x), Number(y)] as const)
    const found = valuesOf('POSITION')
    const between = (points: readonly (readonly number[])[]) =>
      points.map(([x = 0, y = 0]) =>
        [x - (points[0]?.[0] ?? 0), y - (points[0]?.[1] ?? 0)].map((value) => value.toFixed(2)),
      )
    expect(between(found)).toEqual(between(written))
  })

  test('with lines that end as old Macs ended them is read', async () => {
    const { triangles, errors } = await convert([file('m.obj', 'v 0 0 0\rv 1 0 0\rv 0 1 0\rf 1 2 3\r')])
    expect([triangles, errors]).toEqual([1, []])
  })

  test('finds pictures behind options that nobody here reads', async () => {
    const { notes } = await convert([
      file('m.obj', 'mtllib m.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl A\nf 1 2 3\n'),
      file('m.mtl', 'newmtl A\nmap_Kd -clamp on -texres 512 c.png\nmap_d -imfchan m c.png\n'),
      file('c.png', PIXEL),
    ])
    expect(notes).toEqual([])
  })

  test('finds a picture by the end of its path, in another case, on another disk', async () => {
    const [model, material] = obj as [SourceFile, SourceFile]
    const { notes } = await convert([
      model,
      file(
        'square.mtl',
        contentOf(material).replace('textures\\Wood.png', 'C:\\work\\Textures\\Oak\\Wood.png'),
      ),
      file('textures/oak/wood.png', PIXEL),
      file('textures/ash/wood.png', PIXEL),
    ])
    expect(notes).toEqual(['Taken from another place than the model says: textures/oak/wood.png.'])
  })
})

describe('a model far from the origin', () => {
  const moved = (place: string) =>
    file(
      fbx.name,
      contentOf(fbx).replace(
        '"Lcl Translation", "Lcl Translation", "", "A",0,0,0',
        `"Lcl Translation", "Lcl Translation", "", "A",${place}`,
      ),
    )

  test('whose parts are drawn around their own is moved to it, and says so', async () => {
    const text = contentOf(moved('45234500000,541234500000,0')).replace(/.*6200,2000.*\n/, '')
    const { document, notes } = await convert([file(fbx.name, text), file('wood.png', PIXEL)])
    const [scene] = document.getRoot().listScenes()
    const { min, max } = getBounds(scene as Scene)
    expect([...min, ...max].map((value) => Math.round(value * 1000) / 1000 + 0)).toEqual([
      -1, -0.5, 0, 1, 0.5, 0,
    ])
    expect(notes).toContain('Not carried over: its place, 452345001, 5412345001, 0 from the origin.')
  })

  test('of the size of a house, in the numbers of a map, is moved as well', async () => {
    const { notes } = await convert([
      file(fbx.name, contentOf(moved('45200000,464977600,0'))),
      file('wood.png', PIXEL),
    ])
    expect(notes).toContain('Not carried over: its place, 452001, 4649777, 0 from the origin.')
  })

  test('whose points have no detail left is told so', async () => {
    const { notes } = await convert([
      file(
        'm.stl',
        contentOf(stl).replaceAll(
          /vertex (\S+) (\S+)/g,
          (_, x, y) => `vertex ${Number(x) + 452_345_000} ${y}`,
        ),
      ),
    ])
    expect(notes).toEqual([
      'The model stands so far from its origin that its coordinates are too coarse for it: export it near the origin.',
    ])
  })
})

describe('FBX as text', () => {
  test('with blanks behind its commas is the same model', async () => {
    const spaced = contentOf(fbx).replaceAll(/,(?=[-\d"])/g, ', ')
    expect(spaced).not.toBe(contentOf(fbx))
    const { glb } = await convert([file(fbx.name, spaced)])
    expect(glb).toEqual((await convert([fbx])).glb)
  })
})

describe('COLLADA', () => {
  const [square = dae[0]!, ...others] = dae
  const withLight = (light: string) =>
    file(
      square.name,
      contentOf(square)
        .replace(
          '<library_geometries>',
          `<library_lights><light id="l"><technique_common>${light}</technique_common></light></library_lights><library_geometries>`,
        )
        .replace('</visual_scene>', '<node id="m"><instance_light url="#l"/></node></visual_scene>'),
    )

  test('X is up, and the unit has a comma', async () => {
    const { size, notes } = await convert([
      file(square.name, contentOf(square).replace('meter="0.01"', 'meter="0,01"').replace('Z_UP', 'X_UP')),
      ...others,
    ])
    // 200 along X, which is up, and 100 along Z.
    expect([size, notes]).toEqual([{ x: 0, y: 2, z: 1 }, []])
  })

  test('places by what a part looks at become its place and turn, by a skew are named', async () => {
    const placed = (place: string) => [
      file(square.name, contentOf(square).replace('name="Square">', `name="Square">${place}`)),
      ...others,
    ]
    const { document, notes } = await convert(placed('<lookat>3 4 5 8 4 5 0 1 0</lookat>'))
    expect(notes).toEqual([])
    const node = document
      .getRoot()
      .listNodes()
      .find((one) => one.getName() === 'Square')
    const [, , , , , , , , zx = 0, zy = 0, zz = 0, , x, y, z] = node?.getMatrix() ?? []
    expect([x, y, z]).toEqual([3, 4, 5])
    // It looks along its own -Z.
    expect([-zx, -zy, -zz].map((value) => Math.round(value) + 0)).toEqual([1, 0, 0])
    const moving = placed('<lookat sid="view">0 0 5 0 0 0 0 1 0</lookat>').map((one) =>
      one.name === square.name
        ? file(one.name, contentOf(one).replace('</COLLADA>', '<extra target="n/view"/></COLLADA>'))
        : one,
    )
    expect((await convert(moving)).notes).toEqual(['Not carried over: movement of places by “lookat”.'])
    expect((await convert(placed('<skew>45 1 0 0 0 1 0</skew>'))).notes).toEqual([
      'Not carried over: places by “skew”.',
    ])
  })

  test('a clip of numbers that are none is left out, and its part is named', async () => {
    const { errors, notes } = await convert([
      file(
        square.name,
        contentOf(square).replace(
          'name="Square">',
          'name="Square"><translate sid="place">NaN 0 0</translate>',
        ),
      ),
      ...others,
    ])
    expect([errors, notes]).toEqual([
      [],
      ['Taken as none, as they are no numbers: places or movements of Square.'],
    ])
  })

  test('brightness in the colour of a light is said, and not drawn as that', async () => {
    const { errors, notes } = await convert([
      withLight('<point><color>1000 500 0</color></point>'),
      ...others,
    ])
    expect([errors, notes]).toEqual([[], ['Not carried over: brightness of lights.']])
  })

  test('light from all around is named, and nothing is written to the console', async () => {
    const [warn, error] = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')]
    const { notes } = await convert([withLight('<ambient><color>1 1 1</color></ambient>'), ...others])
    expect([notes, warn.mock.calls, error.mock.calls]).toEqual([
      ['Not carried over: light from all around.'],
      [],
      [],
    ])
    for (const spy of [warn, error]) spy.mockRestore()
  })

  test('a movement whose values are not there is named', async () => {
    const clip =
      '<library_animations><animation id="a"><sampler id="s"><input semantic="INPUT" source="#gone"/><input semantic="OUTPUT" source="#gone"/></sampler><channel source="#s" target="n/place"/></animation></library_animations>'
    const { notes, triangles } = await convert([
      file(
        square.name,
        contentOf(square).replace('<library_visual_scenes>', `${clip}<library_visual_scenes>`),
      ),
      ...others,
    ])
    expect([triangles, notes]).toEqual([2, ['Named in the file, and not there: gone.']])
  })
})

test('3MF with an object of nothing, as programs write a camera, has the others', async () => {
  const mesh =
    '<mesh><vertices><vertex x="0" y="0" z="0"/><vertex x="9" y="0" z="0"/><vertex x="0" y="9" z="0"/></vertices><triangles><triangle v1="0" v2="1" v3="2"/></triangles></mesh>'
  const { triangles, notes } = await convert([
    await threeMfOf(
      `<object id="2"/><object id="3">${mesh}</object><object id="1"><components><component objectid="2"/><component objectid="3"/></components></object>`,
    ),
  ])
  expect([triangles, notes]).toEqual([1, []])
})

test('an archive whose names are of the code page of DOS', async () => {
  const letters: Readonly<Record<string, number>> = { ü: 0x81, ö: 0x94, ß: 0xe1 }
  const encodeName = (name: string) =>
    Uint8Array.from(name, (letter) => letters[letter] ?? letter.charCodeAt(0))
  const [model, material] = obj as [SourceFile, SourceFile]
  const packed = await zip(
    [
      file('Stühle.obj', contentOf(model)),
      file('square.mtl', contentOf(material).replace('textures\\Wood.png', 'Größe.png')),
      file('Größe.png', PIXEL),
    ],
    { encodeName },
  )
  const { notes, document } = await convert([file('chairs.zip', packed)])
  expect([notes, document.getRoot().listTextures().length]).toEqual([[], 1])
})

test.each([
  ['lámpara.mtl', [0xe1]],
  ['škoda.mtl', [0x9a]],
  ['Ann’s.mtl', [0x92]],
])('an archive whose names are of Windows-1252: %s', async (name, [byte = 0]) => {
  const encodeName = (written: string) =>
    Uint8Array.from(written, (letter) => (letter.charCodeAt(0) < 128 ? letter.charCodeAt(0) : byte))
  const [model, material] = obj as [SourceFile, SourceFile]
  const packed = await zip(
    [
      file('chair.obj', contentOf(model).replace('square.mtl', name)),
      file(name, contentOf(material)),
      file('textures/wood.png', PIXEL),
    ],
    { encodeName },
  )
  const { document } = await convert([file('chairs.zip', packed)])
  expect(document.getRoot().listMaterials()[0]?.getName()).toBe('Wood')
})

describe('glTF', () => {
  const gltf = (more: object) =>
    file(
      'scene.gltf',
      JSON.stringify({
        asset: { version: '2.0' },
        scenes: [{ nodes: [0] }],
        nodes: [{ mesh: 0 }],
        meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
        materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
        textures: [{ source: 0 }],
        images: [{ uri: 'wood.jpg' }],
        accessors: [
          { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
        ],
        bufferViews: [{ buffer: 0, byteLength: 36 }],
        buffers: [
          {
            byteLength: 36,
            uri: `data:application/octet-stream;base64,${Buffer.from(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer).toString('base64')}`,
          },
        ],
        ...more,
      }),
    )

  test('a picture is of the kind that its bytes are, whatever its name ends in', async () => {
    const { document } = await convert([gltf({}), file('wood.jpg', PIXEL)])
    expect(document.getRoot().listTextures()[0]?.getMimeType()).toBe('image/png')
  })

  test('what is null where something should stand is passed over', async () => {
    const { glb } = await convertToGlb([
      gltf({
        bufferViews: [{ buffer: 0, byteLength: 36, extensions: { ANY_thing: null } }],
        animations: [{ channels: [], samplers: [null] }],
      }),
      file('wood.jpg', PIXEL),
    ])
    expect((await reportGlb(glb)).triangles).toBe(1)
  })
})
