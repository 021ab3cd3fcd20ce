/** A model with a bit of everything that has to survive: made on the spot, with a picture of the test's choice. */
import { Document, Logger, WebIO } from '@gltf-transform/core'
import { KHRMaterialsVariants } from '@gltf-transform/extensions'
import sharp from 'sharp'
import { joinGlb, splitGlb } from '../../src/convert/glb-container.js'

export { fixture } from './files.js'

interface ModelOptions {
  readonly image: Uint8Array
  readonly alphaMode?: 'OPAQUE' | 'BLEND'
  /** What the picture is: colours, or directions of the surface. Default `color`. */
  readonly shows?: 'color' | 'normals'
  /** Named as used, by one of the nodes. */
  readonly extension?: string
}

/** Two boards that share a picture, an empty node for a hotspot, a camera, a clip, two variants, and extras. */
export async function model({
  image,
  alphaMode = 'OPAQUE',
  shows = 'color',
  extension,
}: ModelOptions): Promise<Uint8Array> {
  const document = new Document().setLogger(new Logger(Logger.Verbosity.SILENT))
  document.getRoot().getAsset().extras = { author: 'Somebody' }
  const buffer = document.createBuffer()
  const mediaType = image[0] === 0x89 ? 'image/png' : 'image/jpeg'
  const texture = document
    .createTexture('wood')
    .setImage(image as Uint8Array<ArrayBuffer>)
    .setMimeType(mediaType)
  const [oak, ash] = ['Oak', 'Ash'].map((name) => {
    const material = document.createMaterial(name).setAlphaMode(alphaMode)
    return shows === 'color' ? material.setBaseColorTexture(texture) : material.setNormalTexture(texture)
  }) as [ReturnType<Document['createMaterial']>, ReturnType<Document['createMaterial']>]
  ash.setBaseColorFactor([0.3, 0.5, 1, 1])
  const accessor = (type: 'VEC2' | 'VEC3' | 'SCALAR', values: number[]) =>
    document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0]))
    .setAttribute('TEXCOORD_0', accessor('VEC2', [0, 1, 1, 1, 1, 0, 0, 0]))
    .setIndices(
      document
        .createAccessor()
        .setType('SCALAR')
        .setArray(new Uint16Array([0, 1, 2, 0, 2, 3]))
        .setBuffer(buffer),
    )
    .setMaterial(oak)
  const variants = document.createExtension(KHRMaterialsVariants)
  const mappings = variants.createMappingList()
  for (const [name, material] of [
    ['Oak', oak],
    ['Ash', ash],
  ] as const) {
    mappings.addMapping(
      variants.createMapping().addVariant(variants.createVariant(name)).setMaterial(material),
    )
  }
  primitive.setExtension('KHR_materials_variants', mappings)
  const mesh = document.createMesh('board').addPrimitive(primitive)
  const [left, right] = ['Left', 'Right'].map((name) => document.createNode(name).setMesh(mesh)) as [
    ReturnType<Document['createNode']>,
    ReturnType<Document['createNode']>,
  ]
  const hotspot = document.createNode('hotspot:edge').setExtras({ label: 'Edge' })
  const camera = document.createCamera('Front').setType('perspective').setYFov(0.8).setZNear(0.1)
  const eye = document.createNode('Eye').setCamera(camera)
  const scene = document.createScene('Room')
  for (const node of [left, right.setTranslation([3, 0, 0]), hotspot, eye]) scene.addChild(node)
  document.getRoot().setDefaultScene(scene)
  const sampler = document
    .createAnimationSampler()
    .setInput(accessor('SCALAR', [0, 1]))
    .setOutput(accessor('VEC3', [0, 0, 0, 0, 1, 0]))
  const channel = document
    .createAnimationChannel()
    .setTargetNode(left)
    .setTargetPath('translation')
    .setSampler(sampler)
  document.createAnimation('Rise').addSampler(sampler).addChannel(channel)
  const glb = await new WebIO().registerExtensions([KHRMaterialsVariants]).writeBinary(document)
  return extension === undefined ? glb : declare(glb, extension)
}

function declare(glb: Uint8Array, extension: string): Uint8Array {
  const { json, binary } = splitGlb(glb) as { json: Uint8Array; binary: Uint8Array }
  const gltf = JSON.parse(new TextDecoder().decode(json))
  gltf.extensionsUsed = [...(gltf.extensionsUsed ?? []), extension]
  gltf.nodes[0].extensions = { [extension]: { mass: 1 } }
  return joinGlb(JSON.stringify(gltf), binary)
}

/** A picture of soft clouds: like those of scans, it packs well as JPEG or WebP, and badly as PNG. */
export async function noise(width: number, height: number): Promise<Uint8Array> {
  const tile = sharp({
    create: {
      width: 650,
      height: 650,
      channels: 3,
      background: '#8a6',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
  const image = sharp(await tile.png().toBuffer()).resize(width, height, { fit: 'fill' })
  return new Uint8Array(await image.png({ compressionLevel: 1 }).toBuffer())
}

/** A JPEG of one colour. */
export async function plain(width: number, height: number): Promise<Uint8Array> {
  const image = sharp({ create: { width, height, channels: 3, background: '#8a6' } })
  return new Uint8Array(await image.jpeg().toBuffer())
}
