/** Materials that programs describe in their own words, and pictures that glTF wants in one. */
import { type Material, type Texture, WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS, type KHRTextureTransform } from '@gltf-transform/extensions'
import { convertToGlb, reportGlb, type SourceFile } from '@vectreal/asset-tools'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { file, zip } from './support/files.js'
import { dae, fbx, usda } from './support/formats.js'

const io = new WebIO().registerExtensions(ALL_EXTENSIONS)

async function convert(files: readonly SourceFile[]) {
  const { glb, notes } = await convertToGlb(files)
  const { validator } = await reportGlb(glb)
  const document = await io.readBinary(glb as Uint8Array<ArrayBuffer>)
  return {
    material: document.getRoot().listMaterials()[0] as Material,
    textures: document.getRoot().listTextures().length,
    errors: validator.filter(({ severity }) => severity === 'error'),
    notes: notes.filter(({ code }) => code !== 'units_assumed').map(({ message }) => message),
  }
}

type Pixel = readonly [number, number, number, number?]

/** A picture in one row. */
async function png(name: string, ...row: Pixel[]): Promise<SourceFile> {
  const pixels = Uint8Array.from(row.flatMap(([red, green, blue, alpha = 255]) => [red, green, blue, alpha]))
  const image = sharp(pixels, { raw: { width: row.length, height: 1, channels: 4 } })
  return file(name, new Uint8Array(await image.png().toBuffer()))
}

async function pixelsOf(texture: Texture | null): Promise<number[][]> {
  const image = texture?.getImage()
  if (!image) return []
  const data = await sharp(image).ensureAlpha().raw().toBuffer()
  return Array.from({ length: data.length / 4 }, (_, index) => [...data.subarray(index * 4, index * 4 + 4)])
}

/** The head of one of 4 × 4 pixels (KTX 2.0 §3), which tells its size. */
const ktx2 = new Uint8Array(80)
ktx2.set([0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 0x0d, 0x0a, 0x1a, 0x0a])
for (const at of [20, 24]) new DataView(ktx2.buffer).setUint32(at, 4, true)

const grey = (value: number): Pixel => [value, value, value]
const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 1000) / 1000)
const WHITE = [1, 1, 1]

/** The square with a material of these properties, and pictures by the properties that they belong to. */
function fbxWith(
  properties: readonly string[],
  pictures: Readonly<Record<string, string>> = {},
  creator = 'Max',
) {
  const names = Object.entries(pictures)
  const objects = names.map(([, name], index) =>
    ['Texture', 'Video']
      .map(
        (kind) =>
          `\t${kind}: ${index + (kind === 'Video' ? 800 : 700)}, "${kind}::${name}", "" {\n\t\tFileName: "${name}"\n\t\tRelativeFilename: "${name}"\n\t}\n`,
      )
      .join(''),
  )
  const connections = names.map(
    ([property], index) =>
      `\tC: "OO",${index + 800},${index + 700}\n\tC: "OP",${index + 700},3000, "${property}"\n`,
  )
  return file(
    'square.fbx',
    new TextDecoder()
      .decode(fbx.bytes)
      .replace('FBXHeaderVersion', `Creator: "${creator}"\n\tFBXHeaderVersion`)
      .replace(
        'ShadingModel: "phong"',
        creator.startsWith('Blender') ? 'ShadingModel: "phong"' : 'ShadingModel: "unknown"',
      )
      .replace(/(P: "DiffuseColor".*\n)/, `$1${properties.map((line) => `\t\t\tP: ${line}\n`).join('')}`)
      .replace('\tTexture: 4000', `${objects.join('')}\tTexture: 4000`)
      .replace('\tC: "OP",4000,3000, "DiffuseColor"\n', connections.join('')),
  )
}

type Transform = KHRTextureTransform extends { createTransform(): infer Made } ? Made : never

describe('FBX', () => {
  test.each([
    [
      'the physical material of 3ds Max',
      '3dsMax|Parameters|',
      ['base_color_map', 'metalness_map', 'roughness_map', 'bump_map', 'emit_color_map'],
    ],
    [
      'the PBR material of 3ds Max',
      '3dsMax|main|',
      ['base_color_map', 'metalness_map', 'roughness_map', 'norm_map', 'emit_color_map'],
    ],
    [
      'the glTF material of 3ds Max',
      '3dsMax|main|',
      ['baseColorMap', 'metalnessMap', 'roughnessMap', 'normalMap', 'emissionMap'],
    ],
    [
      'Stingray of Maya',
      'Maya|',
      ['TEX_color_map', 'TEX_metallic_map', 'TEX_roughness_map', 'TEX_normal_map', 'TEX_emissive_map'],
    ],
    [
      'Arnold of Maya',
      'Maya|',
      ['baseColor', 'metalness', 'specularRoughness', 'normalCamera', 'emissionColor'],
    ],
    [
      'a file property of Maya',
      'Maya|',
      [
        'baseColor|file',
        'metalness|file',
        'specularRoughness|file',
        'normalCamera|file',
        'emissionColor|file',
      ],
    ],
  ])('carries the pictures of %s', async (_what, prefix, names) => {
    const files = ['color.png', 'metal.png', 'rough.png', 'normal.png', 'light.png']
    const { material, errors, notes } = await convert([
      fbxWith([], Object.fromEntries(names.map((name, index) => [prefix + name, files[index] as string]))),
      await png('color.png', [200, 100, 50]),
      await png('metal.png', grey(30)),
      await png('rough.png', grey(60)),
      await png('normal.png', [128, 128, 255]),
      await png('light.png', [1, 2, 3]),
    ])
    expect(notes).toEqual([])
    expect(errors).toEqual([])
    expect(await pixelsOf(material.getBaseColorTexture())).toEqual([[200, 100, 50, 255]])
    expect(await pixelsOf(material.getMetallicRoughnessTexture())).toEqual([[255, 60, 30, 255]])
    expect(await pixelsOf(material.getNormalTexture())).toEqual([[128, 128, 255, 255]])
    expect(await pixelsOf(material.getEmissiveTexture())).toEqual([[1, 2, 3, 255]])
    expect(material.getBaseColorFactor()).toEqual([1, 1, 1, 1])
    expect(material.getEmissiveFactor()).toEqual(WHITE)
    expect([material.getMetallicFactor(), material.getRoughnessFactor()]).toEqual([1, 1])
    expect(material.getName()).toBe('Wood')
  })

  test('turns glossiness around, as a picture and as a number', async () => {
    const shiny = await png('shiny.png', grey(200))
    const picture = await convert([fbxWith([], { '3dsMax|main|glossiness_map': 'shiny.png' }), shiny])
    expect(await pixelsOf(picture.material.getMetallicRoughnessTexture())).toEqual([[255, 55, 255, 255]])
    expect(picture.material.getMetallicFactor()).toBe(0)
    const number = await convert([fbxWith(['"3dsMax|main|glossiness", "Float", "", "A",0.25'])])
    expect(number.material.getRoughnessFactor()).toBe(0.75)
    const turned = await convert([
      fbxWith(['"3dsMax|Parameters|roughness_inv", "Bool", "", "A",1'], {
        '3dsMax|Parameters|roughness_map': 'shiny.png',
      }),
      shiny,
    ])
    expect(await pixelsOf(turned.material.getMetallicRoughnessTexture())).toEqual([[255, 55, 255, 255]])
  })

  test('carries the numbers of Arnold: colour by its weight, light only where it has one, a coat, glass', async () => {
    const { material, errors, notes } = await convert([
      fbxWith([
        '"Maya|base", "Float", "", "A",0.5',
        '"Maya|baseColor", "Vector3D", "Vector", "A",1,0,1',
        '"Maya|metalness", "Float", "", "A",0.75',
        '"Maya|specularRoughness", "Float", "", "A",0.3',
        '"Maya|emission", "Float", "", "A",0',
        '"Maya|emissionColor", "Vector3D", "Vector", "A",1,1,1',
        '"Maya|coat", "Float", "", "A",0.5',
        '"Maya|coatRoughness", "Float", "", "A",0.1',
        '"Maya|transmission", "Float", "", "A",0.9',
        '"TransparencyFactor", "Number", "", "A",0.9',
      ]),
    ])
    expect([errors, notes]).toEqual([[], []])
    expect(material.getBaseColorFactor()).toEqual([0.5, 0, 0.5, 1])
    expect(rounded([material.getMetallicFactor(), material.getRoughnessFactor()])).toEqual([0.75, 0.3])
    expect(material.getEmissiveFactor()).toEqual([0, 0, 0])
    expect(material.getAlphaMode()).toBe('OPAQUE')
    expect(
      material
        .listExtensions()
        .map(({ extensionName }) => extensionName)
        .toSorted(),
    ).toEqual(['KHR_materials_clearcoat', 'KHR_materials_transmission', 'KHR_materials_volume'])
  })

  test('keeps how 3ds Max cuts holes, and both sides', async () => {
    const { material } = await convert([
      fbxWith([
        '"3dsMax|main|metalness", "Float", "", "A",0',
        '"3dsMax|main|alphaMode", "Integer", "", "A",2',
        '"3dsMax|main|alphaCutoff", "Float", "", "A",0.25',
        '"3dsMax|main|DoubleSided", "Bool", "", "A",1',
      ]),
    ])
    expect([material.getAlphaMode(), material.getAlphaCutoff(), material.getDoubleSided()]).toEqual([
      'MASK',
      0.25,
      true,
    ])
  })

  test('of Blender has metalness and roughness where Phong has other things', async () => {
    const properties = ['"ReflectionFactor", "Number", "", "A",0.5', '"Shininess", "Number", "", "A",49']
    const plain = await convert([fbxWith(properties, {}, 'Blender (stable FBX IO) - 4.2')])
    expect(rounded([plain.material.getMetallicFactor(), plain.material.getRoughnessFactor()])).toEqual([
      0.5, 0.3,
    ])
    const pictures = { ReflectionFactor: 'metal.png', Shininess: 'rough.png', ShininessExponent: 'rough.png' }
    const painted = await convert([
      fbxWith(properties, pictures, 'Blender (stable FBX IO) - 4.2'),
      await png('metal.png', grey(30)),
      await png('rough.png', grey(60)),
    ])
    expect(await pixelsOf(painted.material.getMetallicRoughnessTexture())).toEqual([[255, 60, 30, 255]])
    expect([plain.notes, painted.notes]).toEqual([[], []])
    // Of others, and of Blender before it had metalness, it is what Phong means by it.
    for (const creator of ['Max', 'Blender (stable FBX IO) - 2.79 (sub 0) - 3.7.13'])
      expect((await convert([fbxWith(properties, {}, creator)])).material.getMetallicFactor()).toBe(0)
  })

  test('takes the numbers where a picture is missing', async () => {
    const names = ['base_color_map', 'metalness_map', 'roughness_map', 'emit_color_map']
    const { material, notes } = await convert([
      fbxWith(
        [
          '"3dsMax|Parameters|base_color", "Color", "", "A",1,0,0',
          '"3dsMax|Parameters|metalness", "Float", "", "A",0.25',
          '"3dsMax|Parameters|roughness", "Float", "", "A",0.75',
          '"3dsMax|Parameters|emit_color", "Color", "", "A",0,0,0',
        ],
        Object.fromEntries(names.map((name) => [`3dsMax|Parameters|${name}`, `${name}.png`])),
      ),
    ])
    expect(notes).toEqual([
      '4 textures are missing: emit_color_map.png, roughness_map.png, metalness_map.png, base_color_map.png.',
    ])
    expect(material.getBaseColorFactor()).toEqual([1, 0, 0, 1])
    expect([material.getMetallicFactor(), material.getRoughnessFactor()]).toEqual([0.25, 0.75])
    expect(material.getEmissiveFactor()).toEqual([0, 0, 0])
  })

  test.each([
    ['no light', '0', [0, 0, 0]],
    ['half of it', '0.5', [0.5, 0.5, 0.5]],
    ['more than there is', '3', [1, 1, 1]],
  ])('takes %s of the colour where the picture of its light is missing', async (_what, strength, factor) => {
    const lines = [
      '"EmissiveColor", "Color", "", "A",1,1,1',
      `"EmissiveFactor", "Number", "", "A",${strength}`,
    ]
    const { material, errors } = await convert([fbxWith(lines, { EmissiveColor: 'gone.png' })])
    expect([material.getEmissiveFactor(), errors]).toEqual([factor, []])
  })

  test('takes numbers beyond what glTF has for its ends, where a picture is missing', async () => {
    const lines = [
      '"3dsMax|main|metalness", "Float", "", "A",7',
      '"EmissiveColor", "ColorRGB", "Color", "",3.14,3.14,0',
    ]
    const pictures = { '3dsMax|main|metalness_map': 'gone.png', EmissiveColor: 'gone.png' }
    const { material, errors } = await convert([fbxWith(lines, pictures)])
    expect([material.getMetallicFactor(), material.getEmissiveFactor(), errors]).toEqual([1, [1, 1, 0], []])
  })

  test.each([
    [
      'Stingray',
      ['"Maya|TEX_metallic_map", "Vector3D", "Vector", "",0,0,0', '"Maya|metallic", "float", "", "",0.75'],
    ],
    [
      '3ds Max',
      ['"3dsMax|main|metalness_map", "Reference", "", "A"', '"3dsMax|main|metalness", "Float", "", "A",0.75'],
    ],
  ])('takes the number of %s, whatever stands at the place of its picture', async (_what, lines) => {
    expect((await convert([fbxWith(lines)])).material.getMetallicFactor()).toBe(0.75)
  })

  test('takes the number where a picture cannot be unpacked', async () => {
    const pictures = { '3dsMax|main|metalness_map': 'metal.png', '3dsMax|main|roughness_map': 'rough.png' }
    const broken = await png('metal.png', grey(3), grey(200), grey(7))
    broken.bytes.fill(1, 62, 72)
    const { material, notes } = await convert([
      fbxWith(['"3dsMax|main|metalness", "Float", "", "A",0.25'], pictures),
      broken,
      await png('rough.png', grey(60)),
    ])
    expect(notes).toEqual(['1 texture cannot be read: metal.png.'])
    expect(material.getMetallicFactor()).toBe(0.25)
  })

  test('takes the number of the colour where only the opacity is there', async () => {
    const pictures = { DiffuseColor: 'gone.png', TransparentColor: 'holes.png' }
    const { material } = await convert([fbxWith([], pictures), await png('holes.png', grey(255), grey(0))])
    expect(rounded(material.getBaseColorFactor())).toEqual([0.214, 0.051, 0.014, 1])
    expect(await pixelsOf(material.getBaseColorTexture())).toEqual([
      [255, 255, 255, 255],
      [255, 255, 255, 0],
    ])
  })

  test('with a curve, and with a material that does not say its kind, is shown', async () => {
    const curve = `\tGeometry: 1900, "Geometry::Curve", "NurbsCurve" {
\t\tType: "NurbsCurve"
\t\tOrder: 3
\t\tDimension: 3
\t\tForm: "Open"
\t\tPoints: *12 {
\t\t\ta: 0,0,0,1,1,1,0,1,2,0,0,1
\t\t}
\t\tKnotVector: *6 {
\t\t\ta: 0,0,0,1,1,1
\t\t}
\t}
\tModel: 2900, "Model::Curve", "NurbsCurve" {
\t\tVersion: 232
\t}
`
    const text = new TextDecoder()
      .decode(fbx.bytes)
      .replace(/\t\tShadingModel.*\n/, '')
      .replace('\tMaterial: 3000', `${curve}\tMaterial: 3000`)
      .replace('\tC: "OO",2000,0\n', '\tC: "OO",2000,0\n\tC: "OO",2900,0\n\tC: "OO",1900,2900\n')
    const { material } = await convert([file('square.fbx', text), await png('wood.png', grey(9))])
    expect(material.getName()).toBe('Wood')
  })

  test.each([
    ['Stingray', 'Maya|TEX_color_map', '"Maya|use_color_map", "Float", "", "A",0'],
    [
      '3ds Max',
      '3dsMax|Parameters|base_color_map',
      '"3dsMax|Parameters|base_color_map_on", "Bool", "", "A",0',
    ],
    ['Arnold', 'Maya|emissionColor', '"Maya|emission", "Float", "", "A",0'],
  ])('leaves out a picture that is switched off in %s', async (_what, property, line) => {
    const { material } = await convert([
      fbxWith([line, '"Maya|roughness", "Float", "", "A",0.5'], { [property]: 'red.png' }),
      await png('red.png', [255, 0, 0]),
    ])
    expect([material.getBaseColorTexture(), material.getEmissiveTexture()]).toEqual([null, null])
  })

  test('takes a picture in place of the colour that stands beside it', async () => {
    const { material } = await convert([
      fbxWith([], { DiffuseColor: 'red.png' }),
      await png('red.png', [255, 0, 0]),
    ])
    expect(material.getBaseColorFactor()).toEqual([1, 1, 1, 1])
  })

  test('as text keeps tiling, and the second set of coordinates', async () => {
    const tiled = (property: string) =>
      new TextDecoder()
        .decode(fbxWith([], { '3dsMax|main|base_color_map': 'red.png' }).bytes)
        .replace(
          'FileName: "red.png"',
          `Properties70:  {\n\t\t\tP: ${property}\n\t\t}\n\t\tFileName: "red.png"`,
        )
    const red = await png('red.png', [255, 0, 0])
    const { material, errors } = await convert([
      file('square.fbx', tiled('"Scaling", "Vector", "", "A",4,3,1')),
      red,
    ])
    expect(errors).toEqual([])
    expect(
      material.getBaseColorTextureInfo()?.getExtension<Transform>('KHR_texture_transform')?.getScale(),
    ).toEqual([4, 3])
    const layer = /\t\tLayerElementUV: 0 \{[\s\S]*?\n\t\t\}\n/
    const text = tiled('"UVSet", "KString", "", "", "Second"')
    const [own = ''] = layer.exec(text) ?? []
    const both = text.replace(
      own,
      own + own.replace('LayerElementUV: 0', 'LayerElementUV: 1').replace('"UVMap"', '"Second"'),
    )
    const second = await convert([file('square.fbx', both), red])
    expect(second.material.getBaseColorTextureInfo()?.getTexCoord()).toBe(1)
  })

  test('glows only as strongly as it says, for readers without the extension too', async () => {
    const dark = ['"EmissiveColor", "Color", "", "A",1,1,1', '"EmissiveFactor", "Number", "", "A",0']
    expect((await convert([fbxWith(dark)])).material.getEmissiveFactor()).toEqual([0, 0, 0])
  })

  test('is read where a page has something of that name on the prototype of everything', async () => {
    const guarded = { value: 1, configurable: true, enumerable: false, writable: true }
    // oxlint-disable-next-line no-extend-native -- as a page may have done
    Object.defineProperty(Object.prototype, 'Objects', guarded)
    try {
      expect((await convert([fbxWith([])])).errors).toEqual([])
      expect('Objects' in {}).toBe(true)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'Objects')
    }
  })

  test('as text keeps a picture inside that is in parts', async () => {
    const { bytes } = await png('wood.png', [200, 100, 50], grey(7), grey(9))
    const parts = [bytes.subarray(0, 40), bytes.subarray(40)].map((part) =>
      Buffer.from(part).toString('base64'),
    )
    const text = new TextDecoder()
      .decode(fbx.bytes)
      .replace(/(Video: 5000[^}]*)}/, `$1\tContent: ,\n\t"${parts[0]}",\n\t"${parts[1]}"\n\t}`)
    const { material, notes } = await convert([file('square.fbx', text)])
    expect(notes).toEqual([])
    expect(material.getBaseColorTexture()?.getImage()).toEqual(bytes)
  })

  test('names the pictures that have no place', async () => {
    const pictures = { '3dsMax|main|specular_map': 'gloss.png', '3dsMax|main|metalness_map': 'gloss.png' }
    const { notes } = await convert([fbxWith([], pictures), await png('gloss.png', grey(9))])
    expect(notes).toEqual(['Not carried over: pictures of “3dsMax|main|specular_map”.'])
  })

  test('takes a picture of bumps for directions where it has them, and names heights', async () => {
    const pictures = { Bump: 'bump.png' }
    const directions = await convert([
      fbxWith([], pictures),
      await png('bump.png', [128, 128, 255], [90, 140, 230]),
    ])
    expect(directions.material.getNormalTexture()).not.toBeNull()
    const heights = await convert([fbxWith([], pictures), await png('bump.png', grey(0), grey(255))])
    expect(heights.material.getNormalTexture()).toBeNull()
    expect(heights.notes).toContain('glTF has nothing for these maps of materials: bumpMap.')
  })
})

describe('opacity in a picture of its own', () => {
  const SQUARE =
    'mtllib square.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nusemtl Wood\nf 1/1 2/2 3/3\n'
  const objWith = (lines: string) => [
    file('square.obj', SQUARE),
    file('square.mtl', `newmtl Wood\nKd 1 1 1\n${lines}`),
  ]
  const leaf = () => png('leaf.png', [10, 200, 30], [20, 210, 40])

  test.each([
    ['dark where there are holes', [grey(255), grey(0)], 'MASK', [255, 0]],
    [
      'transparent where there are holes',
      [
        [255, 255, 255, 255],
        [255, 255, 255, 0],
      ],
      'MASK',
      [255, 0],
    ],
    ['half there', [grey(128), grey(128)], 'BLEND', [128, 128]],
    ['whole', [grey(255), grey(255)], 'OPAQUE', [255, 255]],
  ] as const)('%s, becomes that of the colour', async (_what, row, mode, alphas) => {
    const { material, errors, notes } = await convert([
      ...objWith('map_Kd leaf.png\nmap_d holes.png'),
      await leaf(),
      await png('holes.png', ...row),
    ])
    expect([errors, notes]).toEqual([[], []])
    expect(await pixelsOf(material.getBaseColorTexture())).toEqual([
      [10, 200, 30, alphas[0]],
      [20, 210, 40, alphas[1]],
    ])
    expect(material.getAlphaMode()).toBe(mode)
  })

  test('of which a little is half there is blended, as glass is', async () => {
    const row = Array.from({ length: 20 }, (_, index) => grey(index === 0 ? 77 : 255))
    const { material } = await convert([
      ...objWith('map_Kd leaf.png\nmap_d holes.png'),
      await png('leaf.png', ...row.map(() => grey(200))),
      await png('holes.png', ...row),
    ])
    expect(material.getAlphaMode()).toBe('BLEND')
  })

  test('that is whole everywhere leaves the picture of the colour as it is', async () => {
    const own = await leaf()
    const { material } = await convert([
      ...objWith('map_Kd leaf.png\nmap_d holes.png'),
      own,
      await png('holes.png', grey(255)),
    ])
    expect(material.getBaseColorTexture()?.getImage()).toEqual(own.bytes)
    expect(material.getAlphaMode()).toBe('OPAQUE')
  })

  test('in long and in high pictures makes no picture that is both', async () => {
    const strip = async (name: string, width: number, height: number) => {
      const image = sharp({ create: { width, height, channels: 3, background: '#808080' } })
      return file(name, new Uint8Array(await image.png().toBuffer()))
    }
    const { material } = await convert([
      ...objWith('map_Kd leaf.png\nmap_d holes.png'),
      await strip('leaf.png', 16_000, 1),
      await strip('holes.png', 1, 16_000),
    ])
    expect(await pixelsOf(material.getBaseColorTexture())).toHaveLength(16_000)
  })

  test('of a colour in WebP is put into it, and WebP alone says so', async () => {
    const webp = async (name: string) =>
      file(
        name,
        new Uint8Array(
          await sharp((await leaf()).bytes)
            .webp({ lossless: true })
            .toBuffer(),
        ),
      )
    const merged = await convert([
      ...objWith('map_Kd leaf.webp\nmap_d holes.png'),
      await webp('leaf.webp'),
      await png('holes.png', grey(255), grey(0)),
    ])
    expect((await pixelsOf(merged.material.getBaseColorTexture())).map((pixel) => pixel[3])).toEqual([255, 0])
    expect((await convert([...objWith('map_Kd leaf.webp'), await webp('leaf.webp')])).errors).toEqual([])
  })

  test('beside a colour that nobody here unpacks is named, and nothing of it is left in the file', async () => {
    const { material, notes, textures } = await convert([
      ...objWith('map_Kd leaf.ktx2\nmap_d holes.png'),
      file('leaf.ktx2', ktx2),
      await png('holes.png', grey(255), grey(0)),
    ])
    expect(material.getBaseColorTexture()?.getImage()).toEqual(ktx2)
    expect(textures).toBe(1)
    expect(notes).toEqual([
      '1 texture cannot be read: leaf.ktx2.',
      'glTF has nothing for these maps of materials: alphaMap.',
    ])
  })

  test('stands alone where the colour is no picture, and in its own picture stays there', async () => {
    const alone = await convert([...objWith('map_d holes.png'), await png('holes.png', grey(255), grey(0))])
    expect(await pixelsOf(alone.material.getBaseColorTexture())).toEqual([
      [255, 255, 255, 255],
      [255, 255, 255, 0],
    ])
    const own = await png('leaf.png', [10, 200, 30, 255], [20, 210, 40, 0])
    const both = await convert([...objWith('map_Kd leaf.png\nmap_d leaf.png'), own])
    expect(both.material.getAlphaMode()).toBe('MASK')
    expect(both.material.getBaseColorTexture()?.getImage()).toEqual(own.bytes)
  })

  test.each([
    ['cut off', 60],
    ['changed', -20],
  ])('is left out where it is %s, which is said', async (_how, end) => {
    const { bytes } = await png('holes.png', grey(255), grey(0))
    const damaged = bytes.slice(0, end > 0 ? end : undefined)
    damaged.fill(1, 45, 55)
    const { material, notes } = await convert([
      ...objWith('map_Kd leaf.png\nmap_d holes.png'),
      await leaf(),
      file('holes.png', damaged),
    ])
    expect(material.getAlphaMode()).toBe('OPAQUE')
    expect(notes).toEqual(['1 texture cannot be read: holes.png.'])
    expect(material.getBaseColorTexture()).not.toBeNull()
  })

  test('is named where it lies elsewhere than the colour', async () => {
    const { notes, material } = await convert([
      ...objWith('map_Kd leaf.png\nmap_d -s 2 2 1 holes.png'),
      await leaf(),
      await png('holes.png', grey(255), grey(0)),
    ])
    expect(notes).toEqual(['glTF has nothing for these maps of materials: alphaMap.'])
    expect(await pixelsOf(material.getBaseColorTexture())).toEqual([
      [10, 200, 30, 255],
      [20, 210, 40, 255],
    ])
  })

  test.each([
    ['r', '', 'BLEND', [128, 0]],
    ['a', 'float inputs:opacityThreshold = 0.25', 'MASK', [255, 64]],
  ])('of USD is taken from the channel that is named: %s', async (channel, threshold, mode, alphas) => {
    const text = usda
      .replace(
        'float inputs:metallic = 0',
        `float inputs:metallic = 0\n            float inputs:opacity.connect = </Root/Wood/Holes.outputs:${channel}>\n            ${threshold}`,
      )
      .replace(
        'def Shader "Picture"',
        `def Shader "Holes"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @holes.png@
            token inputs:wrapS = "repeat"
            token inputs:wrapT = "repeat"
            float outputs:${channel}
        }

        def Shader "Picture"`,
      )
    const pictures = [
      { ...(await leaf()), name: 'textures/wood.png' },
      await png('holes.png', [128, 0, 0, 255], [0, 0, 0, 64]),
    ]
    const { material, errors, notes } = await convert([
      file('square.usdz', await zip([file('square.usda', text), ...pictures])),
    ])
    expect([errors, notes]).toEqual([[], []])
    const pixels = await pixelsOf(material.getBaseColorTexture())
    expect(pixels.map((pixel) => pixel[3])).toEqual(alphas)
    expect(material.getAlphaMode()).toBe(mode)
  })

  test.each([
    ['A_ONE', [255, 255, 255, 64], 64],
    ['A_ZERO', [255, 255, 255, 64], 191],
    ['RGB_ONE', [64, 64, 64, 255], 64],
    ['RGB_ZERO', [64, 64, 64, 255], 191],
  ] as const)('of COLLADA is taken as it says: %s', async (opaque, pixel, alpha) => {
    const [square, picture] = dae
    const text = new TextDecoder()
      .decode(square?.bytes)
      .replace(
        /<\/library_images>/,
        '<image id="holes"><init_from>holes.png</init_from></image></library_images>',
      )
      .replace(
        /(<newparam sid=")[^"]*("><surface[\s\S]*?<\/newparam>)/,
        (surface, open: string, rest: string) =>
          `${surface}${open}holes-surface${rest.replace(/<init_from>[^<]*/, '<init_from>holes')}<newparam sid="holes-sampler"><sampler2D><source>holes-surface</source></sampler2D></newparam>`,
      )
      .replace(
        /<\/diffuse>/,
        `</diffuse><transparent opaque="${opaque}"><texture texture="holes-sampler" texcoord="UV"/></transparent>`,
      )
    const { material, notes } = await convert([
      file('square.dae', text),
      await png(picture?.name ?? '', [10, 20, 30]),
      await png('holes.png', pixel),
    ])
    expect(notes).toEqual([])
    expect(await pixelsOf(material.getBaseColorTexture())).toEqual([[10, 20, 30, alpha]])
    expect(material.getAlphaMode()).toBe('BLEND')
  })
})
