/**
 * Small models, one for each thing that files of the wild have and glTF does not allow, or allows and readers forget. The
 * upload and the viewer are held against the same list: what one takes, the other shows.
 */
import { Buffer } from 'node:buffer'

// oxlint-disable-next-line typescript/no-explicit-any -- a document is edited freely here
type Gltf = any

export interface GlbCase {
  readonly name: string
  readonly bytes: () => Uint8Array<ArrayBuffer>
  /** What is said about it at upload; null where nothing of ours is. */
  readonly warning?: RegExp
  /** Why it is refused; absent where it is shown. */
  readonly refusal?: RegExp
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const WEBP = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')
const VIDEO = Buffer.from('not a picture at all, but some video')
/** A texture in DDS: a header and nothing that this viewer draws. */
const DDS = Buffer.from('DDS |')

/** What a file is made of before it is packed: the document, and the parts of its binary chunk, one a buffer view. */
class Draft {
  readonly parts: Buffer[] = []
  readonly gltf: Gltf = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: 'Board' }],
    meshes: [
      { primitives: [{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 }, indices: 3, material: 0 }] },
    ],
    materials: [{ doubleSided: true }],
    accessors: [],
    bufferViews: [],
  }

  constructor() {
    const square = [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0]
    this.accessor(this.view(floats(square)), 'VEC3', 4, 5126, { min: [-1, -1, 0], max: [1, 1, 0] })
    this.accessor(this.view(floats([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1])), 'VEC3', 4)
    this.accessor(this.view(floats([0, 1, 1, 1, 1, 0, 0, 0])), 'VEC2', 4)
    this.accessor(this.view(shorts([0, 1, 2, 0, 2, 3])), 'SCALAR', 6, 5123)
  }

  view(part: Buffer, more: object = {}): number {
    const byteOffset = this.parts.reduce((sum, { length }) => sum + length, 0)
    this.parts.push(Buffer.concat([part, Buffer.alloc((4 - (part.length % 4)) % 4)]))
    return this.gltf.bufferViews.push({ buffer: 0, byteOffset, byteLength: part.length, ...more }) - 1
  }

  accessor(bufferView: number, type: string, count: number, componentType = 5126, more: object = {}): number {
    return this.gltf.accessors.push({ bufferView, type, count, componentType, ...more }) - 1
  }

  /** Paints the board with a picture. */
  paint(image: object, texture: object = { source: 0 }): void {
    Object.assign(this.gltf, { images: [image], textures: [texture] })
    this.gltf.materials[0].pbrMetallicRoughness = { baseColorTexture: { index: 0 } }
  }

  /** Binds the board to a skeleton of one joint. */
  bind(matrix: readonly number[], view: object = {}): void {
    const { gltf } = this
    const joints = this.view(Buffer.alloc(16))
    const weights = this.view(floats([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]))
    Object.assign(gltf.meshes[0].primitives[0].attributes, {
      JOINTS_0: this.accessor(joints, 'VEC4', 4, 5121),
      WEIGHTS_0: this.accessor(weights, 'VEC4', 4),
    })
    const matrices = this.accessor(this.view(floats(matrix), view), 'MAT4', 1)
    gltf.nodes = [{ mesh: 0, skin: 0 }, { name: 'Joint' }, { name: 'Elsewhere' }]
    gltf.scenes = [{ nodes: [0, 1] }]
    gltf.skins = [{ joints: [1], inverseBindMatrices: matrices }]
  }

  /** Moves the board up and down by a clip whose values lie `stride` bytes apart. */
  move(stride: number): void {
    const values = Buffer.alloc(2 * stride)
    values.writeFloatLE(0.2, stride + 4)
    const times = this.accessor(this.view(floats([0, 1])), 'SCALAR', 2, 5126, { min: [0], max: [1] })
    const places = this.accessor(this.view(values, { byteStride: stride }), 'VEC3', 2)
    this.gltf.animations = [
      {
        channels: [{ sampler: 0, target: { node: 0, path: 'translation' } }],
        samplers: [{ input: times, output: places }],
      },
    ]
  }

  pack(): Uint8Array<ArrayBuffer> {
    const binary = Buffer.concat(this.parts)
    this.gltf.buffers ??= [{ byteLength: binary.length }]
    return packGlb(JSON.stringify(this.gltf), binary)
  }
}

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

function make(edit: (draft: Draft) => void): () => Uint8Array<ArrayBuffer> {
  return () => {
    const draft = new Draft()
    edit(draft)
    return draft.pack()
  }
}

/** A file that is shown. */
const shown = (name: string, edit: (draft: Draft) => void, warning?: RegExp): GlbCase => ({
  name,
  bytes: make(edit),
  ...(warning !== undefined && { warning }),
})
const refused = (name: string, refusal: RegExp, edit: (draft: Draft) => void): GlbCase => ({
  name,
  bytes: make(edit),
  refusal,
})

export const GLB_CASES: readonly GlbCase[] = [
  shown('a plain board', () => {}),
  shown(
    'a scene that lists the child of a node',
    ({ gltf }) => {
      gltf.nodes = [{ children: [1] }, { mesh: 0 }]
      gltf.scenes = [{ nodes: [1] }]
    },
    /SCENE_NON_ROOT_NODE/,
  ),
  shown(
    'a scene that lists a node and its child',
    ({ gltf }) => {
      gltf.nodes = [{ children: [1], translation: [5, 0, 0] }, { mesh: 0 }]
      gltf.scenes = [{ nodes: [0, 1] }]
    },
    /draws them once/,
  ),
  shown(
    'an animation whose values lie apart',
    (draft) => draft.move(16),
    /ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE/,
  ),
  shown(
    'an animation that names a stride',
    (draft) => draft.move(12),
    /ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE/,
  ),
  shown(
    'an animation with an interpolation that is a number',
    (draft) => {
      draft.move(12)
      draft.gltf.animations[0].samplers[0].interpolation = 1
    },
    /TYPE_MISMATCH/,
  ),
  shown(
    'an animation without keys',
    (draft) => {
      draft.move(12)
      for (const accessor of draft.gltf.accessors.slice(-2)) accessor.count = 0
    },
    /moves something that is not shown/,
  ),
  shown(
    'inverse bind matrices with a stride',
    (draft) => draft.bind(IDENTITY, { byteStride: 64 }),
    /SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE/,
  ),
  shown(
    'inverse bind matrices with an odd last row',
    (draft) => {
      draft.bind(IDENTITY.with(15, 0.9999))
    },
    /ACCESSOR_INVALID_IBM/,
  ),
  shown(
    'a skin whose skeleton is elsewhere',
    (draft) => {
      draft.bind(IDENTITY)
      draft.gltf.skins[0].skeleton = 2
    },
    /SKIN_SKELETON_INVALID/,
  ),
  shown(
    'a skin on a mesh that is not bound',
    (draft) => {
      draft.bind(IDENTITY)
      const { attributes } = draft.gltf.meshes[0].primitives[0]
      delete attributes.JOINTS_0
      delete attributes.WEIGHTS_0
    },
    /none of its points is bound/,
  ),
  shown('empty lists', ({ gltf }) => Object.assign(gltf, { textures: [], images: [] }), /EMPTY_ENTITY/),
  shown(
    'a texture without its picture that nothing uses',
    ({ gltf }) => {
      gltf.textures = [{ source: 5 }]
    },
    /UNRESOLVED_REFERENCE/,
  ),
  shown(
    'a texture without a source',
    ({ gltf }) => {
      gltf.textures = [{ extensions: { EXT_texture_exr: { source: 0 } } }]
      gltf.materials[0].pbrMetallicRoughness = { baseColorTexture: { index: 0 } }
    },
    /texture without a picture/,
  ),
  shown(
    'a material that needs tangents which nobody made',
    (draft) => {
      draft.paint({ bufferView: draft.view(PNG), mimeType: 'image/png' })
      draft.gltf.extensionsUsed = ['KHR_materials_anisotropy']
      draft.gltf.materials[0].extensions = {
        KHR_materials_anisotropy: { anisotropyStrength: 0.5, anisotropyTexture: { index: 0 } },
      }
    },
    /MESH_PRIMITIVE_NO_TANGENT_SPACE/,
  ),
  shown('every extension of materials', (draft) => {
    draft.paint({ bufferView: draft.view(PNG), mimeType: 'image/png' })
    const texture = { index: 0 }
    const extensions = {
      EXT_materials_bump: { bumpTexture: texture },
      KHR_materials_anisotropy: { anisotropyStrength: 0.5, anisotropyTexture: texture },
      KHR_materials_clearcoat: { clearcoatFactor: 1, clearcoatNormalTexture: texture },
      KHR_materials_diffuse_roughness: { diffuseRoughnessFactor: 0.5, diffuseRoughnessTexture: texture },
      KHR_materials_dispersion: { dispersion: 1 },
      KHR_materials_emissive_strength: { emissiveStrength: 2 },
      KHR_materials_ior: { ior: 1.4 },
      KHR_materials_iridescence: { iridescenceFactor: 1, iridescenceTexture: texture },
      KHR_materials_sheen: { sheenColorFactor: [1, 1, 1], sheenColorTexture: texture },
      KHR_materials_specular: { specularTexture: texture, specularColorTexture: texture },
      KHR_materials_transmission: { transmissionFactor: 0.5, transmissionTexture: texture },
      KHR_materials_volume: { thicknessFactor: 0.5, thicknessTexture: texture },
    }
    const { gltf } = draft
    const [plain] = gltf.materials
    const maps = { normalTexture: texture, occlusionTexture: texture, emissiveTexture: texture }
    const { EXT_materials_bump, ...others } = extensions
    gltf.materials = [
      { ...plain, extensions: { EXT_materials_bump } },
      { ...plain, ...maps, extensions: others },
      { ...plain, extensions: { KHR_materials_unlit: {} } },
    ]
    const [primitive] = gltf.meshes[0].primitives
    gltf.meshes[0].primitives = [0, 1, 2].map((material) => ({ ...primitive, material }))
    gltf.extensionsUsed = [...Object.keys(extensions), 'KHR_materials_unlit']
  }),
  shown(
    'a WebP picture without its extension',
    (draft) => {
      draft.paint({ bufferView: draft.view(WEBP), mimeType: 'image/webp' })
    },
    /TEXTURE_INVALID_IMAGE_MIME_TYPE/,
  ),
  shown(
    'a node that is sheared',
    ({ gltf }) => {
      gltf.nodes[0].matrix = [1, 0, 0, 0, 0.5, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    },
    /NODE_MATRIX_NON_TRS/,
  ),
  shown(
    'an extension that is not declared',
    ({ gltf }) => {
      gltf.materials[0].extensions = { KHR_materials_unlit: {} }
    },
    /KHR_materials_unlit is used without being declared/,
  ),
  shown(
    'an index that means the end of a strip',
    (draft) => {
      const points = Buffer.concat([draft.parts[0] as Buffer, Buffer.alloc(252 * 12)])
      draft.gltf.meshes[0].primitives[0] = {
        attributes: {
          POSITION: draft.accessor(draft.view(points), 'VEC3', 256, 5126, {
            min: [-1, -1, 0],
            max: [1, 1, 0],
          }),
        },
        indices: draft.accessor(draft.view(Buffer.from([0, 1, 2, 0, 2, 3, 0, 1, 255])), 'SCALAR', 9, 5121),
      }
    },
    /ACCESSOR_INDEX_PRIMITIVE_RESTART/,
  ),
  shown(
    'one buffer view for points and indices',
    ({ gltf }) => {
      const [points, , , indices] = gltf.bufferViews
      gltf.bufferViews[0] = { buffer: 0, byteOffset: 0, byteLength: indices.byteOffset + indices.byteLength }
      gltf.accessors[3] = {
        ...gltf.accessors[3],
        bufferView: 0,
        byteOffset: indices.byteOffset - points.byteOffset,
      }
    },
    /BUFFER_VIEW_TARGET_OVERRIDE/,
  ),
  shown(
    'a factor out of its range',
    ({ gltf }) => {
      gltf.materials[0].pbrMetallicRoughness = { metallicFactor: 1.5 }
    },
    /VALUE_NOT_IN_RANGE/,
  ),
  shown(
    'points without bounds',
    ({ gltf }) => {
      delete gltf.accessors[0].min
      delete gltf.accessors[0].max
    },
    /POSITION_ACCESSOR_WITHOUT_BOUNDS/,
  ),
  shown('a fallback buffer that nothing reads', (draft) => {
    draft.gltf.buffers = [{ byteLength: Buffer.concat(draft.parts).length }, { byteLength: 400 }]
  }),
  shown(
    'an unused picture in a format that is not drawn',
    (draft) => {
      draft.gltf.images = [{ bufferView: draft.view(VIDEO), mimeType: 'image/vnd.radiance', name: 'Sky' }]
    },
    /Texture "Sky" cannot be drawn, and nothing that is shown needs it/,
  ),
  shown(
    'points at an odd place',
    (draft) => {
      const points = Buffer.concat([Buffer.alloc(2), draft.parts[0] as Buffer])
      Object.assign(draft.gltf.accessors[0], { bufferView: draft.view(points), byteOffset: 2 })
    },
    /copies it/,
  ),
  shown('interleaved points that end with the last one', (draft) => {
    const apart = Buffer.alloc(3 * 16 + 12)
    for (let at = 0; at < 4; at += 1) draft.parts[0]?.copy(apart, at * 16, at * 12, at * 12 + 12)
    draft.gltf.accessors[0].bufferView = draft.view(apart, { byteStride: 16 })
  }),
  shown(
    'an entry among the animations that is none',
    (draft) => {
      draft.move(12)
      draft.gltf.animations.unshift([0, 0])
    },
    /TYPE_MISMATCH/,
  ),
  shown(
    'animations that are no list',
    ({ gltf }) => {
      gltf.animations = 0.5
    },
    /TYPE_MISMATCH/,
  ),
  refused('a stride that is none', /Data block 1 is not described/, ({ gltf }) => {
    gltf.bufferViews[0].byteStride = -4
  }),
  refused('a mesh without points', /has nothing to show/, ({ gltf }) => {
    delete gltf.meshes[0].primitives[0].attributes.POSITION
  }),
  refused('a mesh whose points are not in the file', /has nothing to show/, ({ gltf }) => {
    delete gltf.accessors[0].bufferView
  }),
  shown('a buffer in a data URI, and no binary chunk', (draft) => {
    const data = Buffer.concat(draft.parts.splice(0))
    draft.gltf.buffers = [{ byteLength: data.length, uri: dataUri('application/octet-stream', data) }]
  }),
  shown('a picture in a base64 data URI', (draft) => draft.paint({ uri: dataUri('image/png', PNG) })),
  shown('a picture in a percent-encoded data URI', (draft) => {
    const text = [...PNG].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    draft.paint({ uri: `data:image/png,${text}` })
  }),
  shown('a picture in the second buffer', (draft) => {
    const view = draft.gltf.bufferViews.push({ buffer: 1, byteLength: PNG.length }) - 1
    draft.paint({ bufferView: view, mimeType: 'image/png' })
    draft.gltf.buffers = [
      { byteLength: Buffer.concat(draft.parts).length },
      { byteLength: PNG.length, uri: dataUri('application/octet-stream', PNG) },
    ]
  }),
  shown(
    'no scenes',
    ({ gltf }) => {
      delete gltf.scene
      delete gltf.scenes
    },
    /has no scene; the viewer shows all its nodes/,
  ),
  shown(
    'a required animation of pointers',
    (draft) => {
      const { gltf } = draft
      draft.move(12)
      gltf.extensionsUsed = gltf.extensionsRequired = ['KHR_animation_pointer']
      const pointer = '/materials/0/pbrMetallicRoughness/baseColorFactor'
      gltf.animations[0].channels[0].target = {
        path: 'pointer',
        extensions: { KHR_animation_pointer: { pointer } },
      }
    },
    /ignores KHR_animation_pointer/,
  ),
  shown('required metadata', ({ gltf }) => {
    gltf.extensionsUsed = gltf.extensionsRequired = ['KHR_xmp_json_ld']
    gltf.extensions = { KHR_xmp_json_ld: { packets: [{ 'dc:title': 'Board' }] } }
  }),
  shown(
    'required light through thin materials',
    ({ gltf }) => {
      gltf.extensionsUsed = gltf.extensionsRequired = ['KHR_materials_diffuse_transmission']
      gltf.materials[0].extensions = {
        KHR_materials_diffuse_transmission: { diffuseTransmissionFactor: 0.5 },
      }
    },
    /ignores KHR_materials_diffuse_transmission/,
  ),
  shown(
    'a DDS picture beside a PNG',
    (draft) => {
      draft.paint({ bufferView: draft.view(PNG), mimeType: 'image/png' })
      draft.gltf.images.push({ bufferView: draft.view(DDS), mimeType: 'image/vnd-ms.dds' })
      draft.gltf.textures[0].extensions = { MSFT_texture_dds: { source: 1 } }
      draft.gltf.extensionsUsed = ['MSFT_texture_dds']
    },
    /plain pictures are shown/,
  ),
  shown(
    'optional specular and glossiness',
    ({ gltf }) => {
      gltf.extensionsUsed = ['KHR_materials_pbrSpecularGlossiness']
      gltf.materials[0].extensions = {
        KHR_materials_pbrSpecularGlossiness: { diffuseTexture: { index: 9 } },
      }
    },
    /ignores KHR_materials_pbrSpecularGlossiness: .*metalrough/,
  ),
  shown(
    'an avatar',
    ({ gltf }) => {
      gltf.extensionsUsed = ['VRMC_vrm']
      gltf.extensions = { VRMC_vrm: { specVersion: '1.0' } }
    },
    /ignores VRMC_vrm: .*rest pose/,
  ),
  shown(
    'levels of detail',
    ({ gltf }) => {
      gltf.extensionsUsed = ['MSFT_lod']
      gltf.nodes.push({ mesh: 0 })
      gltf.nodes[0].extensions = { MSFT_lod: { ids: [1] } }
    },
    /ignores MSFT_lod/,
  ),
  shown(
    'a video in the place of a texture',
    (draft) => {
      draft.paint({ bufferView: draft.view(PNG), mimeType: 'image/png' })
      draft.gltf.extensionsUsed = ['MSFT_texture_video']
      draft.gltf.textures[0].extensions = { MSFT_texture_video: { source: 0 } }
    },
    /still picture/,
  ),
  shown('nodes 500 deep', ({ gltf }) => nest(gltf, 500)),

  refused('nodes 3,000 deep', /nodes deep; at most 1000/, ({ gltf }) => nest(gltf, 3000)),
  refused('a scene that reaches no mesh', /nothing to show/, ({ gltf }) => {
    gltf.nodes.push({})
    gltf.scenes = [{ nodes: [1] }]
  }),
  refused('a node that contains itself', /two parents, or contains itself/, ({ gltf }) => {
    gltf.nodes[0].children = [1]
    gltf.nodes.push({ children: [0] })
  }),
  refused('a picture outside the file', /Texture "wood.png" is not inside the file. In Blender/, (draft) => {
    draft.paint({ uri: 'wood.png' })
  }),
  refused('a picture that is not one', /is not a PNG, JPEG, WebP, AVIF or KTX2 picture/, (draft) => {
    draft.paint({ bufferView: draft.view(VIDEO), mimeType: 'image/png', name: 'Label' })
  }),
  refused('a picture of 20,000 × 20,000 pixels', /20000 × 20000 pixels/, (draft) => {
    const huge = Buffer.from(PNG)
    huge.writeUInt32BE(20_000, 16)
    huge.writeUInt32BE(20_000, 20)
    draft.paint({ bufferView: draft.view(huge), mimeType: 'image/png' })
  }),
  refused('a compressed picture of 2,000 layers', /4096 × 4096 pixels/, (draft) => {
    const header = Buffer.alloc(80)
    header.write('\xabKTX 20\xbb\r\n\x1a\n', 0, 'latin1')
    for (const [at, value] of [4096, 4096, 0, 2000, 1, 13].entries()) header.writeUInt32LE(value, 20 + at * 4)
    draft.paint(
      { bufferView: draft.view(header), mimeType: 'image/ktx2' },
      { extensions: { KHR_texture_basisu: { source: 0 } } },
    )
    draft.gltf.extensionsUsed = ['KHR_texture_basisu']
  }),
  refused('a huge picture in the second buffer', /20000 × 20000 pixels/, (draft) => {
    const huge = Buffer.from(PNG)
    huge.writeUInt32BE(20_000, 16)
    huge.writeUInt32BE(20_000, 20)
    const view = draft.gltf.bufferViews.push({ buffer: 1, byteLength: huge.length }) - 1
    draft.paint({ bufferView: view, mimeType: 'image/png' })
    draft.gltf.buffers = [
      { byteLength: Buffer.concat(draft.parts).length },
      { byteLength: huge.length, uri: dataUri('application/octet-stream', huge) },
    ]
  }),
  refused('a material that is not there', /refers to a material that does not exist/, ({ gltf }) => {
    gltf.meshes[0].primitives[0].material = 4
  }),
  refused('points that are not there', /refers to data that does not exist/, ({ gltf }) => {
    gltf.meshes[0].primitives[0].attributes.POSITION = 40
  }),
  refused('points beyond the file', /needs more bytes than the file has/, ({ gltf }) => {
    gltf.accessors[0].count = 400
  }),
  refused('an extension that nothing stands in for', /requires the extension ACME_geometry/, ({ gltf }) => {
    gltf.extensionsUsed = gltf.extensionsRequired = ['ACME_geometry']
  }),
  refused('sixty sparse accessors of 1.4 million elements', /unpacks to more/, (draft) => {
    const at = draft.view(shorts([0]))
    const value = draft.view(floats([0, 0, 0]))
    const sparse = {
      count: 1,
      indices: { bufferView: at, componentType: 5123 },
      values: { bufferView: value },
    }
    for (let times = 0; times < 60; times += 1) {
      draft.gltf.accessors.push({ componentType: 5126, type: 'VEC3', count: 1_400_000, sparse })
    }
  }),
]

/** Files that no document describes: whole containers. */
export const HOSTILE_FILES: readonly GlbCase[] = [
  {
    name: 'two million empty chunks',
    bytes: () => {
      const glb = Buffer.from(make(() => {})())
      const whole = Buffer.concat([glb, Buffer.alloc(2_000_000 * 8, 'JUNK')])
      for (let at = glb.length; at < whole.length; at += 8) whole.writeUInt32LE(0, at)
      whole.writeUInt32LE(whole.length, 8)
      return new Uint8Array(whole)
    },
    refusal: /more than 100 chunks/,
  },
  {
    name: '15 MB of {}',
    bytes: () =>
      packGlb(`{"asset":{"version":"2.0"},"extras":[${'{},'.repeat(5_000_000)}{}]}`, Buffer.alloc(4)),
    refusal: /too large, or nested too deep/,
  },
  {
    name: '100,000 nodes in a chain',
    bytes: make(({ gltf }) => nest(gltf, 99_999)),
    refusal: /nodes deep/,
  },
  {
    name: 'lists 50,000 deep',
    bytes: () => packGlb(`{"asset":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, Buffer.alloc(4)),
    refusal: /too large, or nested too deep/,
  },
  {
    name: 'forty accessors over one view of 1.4 million elements',
    bytes: make((draft) => {
      const view = draft.view(Buffer.alloc(1_400_000 * 12))
      for (let times = 0; times < 40; times += 1) draft.accessor(view, 'VEC3', 1_400_000)
    }),
  },
]

function nest(gltf: Gltf, depth: number): void {
  gltf.nodes = Array.from({ length: depth }, (_, at) =>
    at === depth - 1 ? { mesh: 0 } : { children: [at + 1] },
  )
}

function floats(values: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer)
}

function shorts(values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer)
}

function dataUri(mediaType: string, data: Buffer): string {
  return `data:${mediaType};base64,${data.toString('base64')}`
}

export function packGlb(json: string, binary: Buffer): Uint8Array<ArrayBuffer> {
  const chunks = [chunk(0x4e4f534a, Buffer.from(json), 0x20)]
  if (binary.length > 0) chunks.push(chunk(0x004e4942, binary, 0))
  const length = chunks.reduce((sum, part) => sum + part.length, 12)
  const head = Buffer.alloc(12)
  head.write('glTF', 'latin1')
  head.writeUInt32LE(2, 4)
  head.writeUInt32LE(length, 8)
  return new Uint8Array(Buffer.concat([head, ...chunks]))
}

function chunk(type: number, data: Buffer, padding: number): Buffer {
  const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4, padding)])
  const head = Buffer.alloc(8)
  head.writeUInt32LE(padded.length, 0)
  head.writeUInt32LE(type, 4)
  return Buffer.concat([head, padded])
}
