/** Makes a GLB smaller without anybody seeing it, or says why it stays as it is. */
import { type Document, VertexLayout } from '@gltf-transform/core'
import {
  EXTMeshoptCompression,
  KHRDracoMeshCompression,
  KHRMaterialsPBRSpecularGlossiness,
  KHRTextureTransform,
} from '@gltf-transform/extensions'
import { dedup, metalRough, prune, quantize, reorder, resample, weld } from '@gltf-transform/functions'
import { createBytesReader, describeFinding, type Glb, openGlb } from '@vectreal/scene-format'
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { platform } from '#platform'
import { AssetError } from '../asset-error.js'
import { measureBytes } from '../report/bytes-by-kind.js'
import { validate } from '../report/validate.js'
import { createIo, KEPT_EXTENSIONS, toJsonDocument } from './create-io.js'
import { packGeometry } from './pack-geometry.js'
import { resampleKeys } from './resample-keys.js'
import { shrinkTextures, type TextureOptions } from './shrink-textures.js'
import { snapPositions } from './snap-positions.js'
import { describeStructure } from './structure.js'

/** A result that saves less is not worth a second file. */
const MIN_SAVING = 0.1
/** More than padding leaves: somebody put it there. */
const MAX_UNKNOWN = 0.1
/** What a visitor waits for beside the bytes takes longer than this many do. */
const DEFAULT_MIN_SAVED_BYTES = 64 * 1024
const DEFAULT_MAX_TEXTURE_SIDE = 2048
const MAX_TEXTURE_SIDE = 16_384
const DEFAULT_QUALITY = 86

/** Nodes, cameras and clips stay, empty ones too: hotspots and scripts of pages hang on them. */
const UNUSED_DATA = {
  propertyTypes: ['Material', 'Texture', 'Accessor', 'Buffer'],
  keepAttributes: true,
  keepSolidTextures: true,
  keepExtras: true,
}

/** What `optimizeGlb` takes beside the bytes of a GLB. */
export interface OptimizeOptions {
  /** Longest side of a texture in pixels. Default 2048. */
  readonly maxTextureSide?: number
  /** Of WebP, 1 to 100. Default 86; normal maps get more. */
  readonly textureQuality?: number
  /**
   * Textures become KTX2 instead of WebP: larger files, and a quarter or less of the memory on the graphics card. For many
   * textures on small devices; phones' own AR apps do not read them. Node only. Default false.
   */
  readonly ktx2?: boolean
  /** What has to be saved on the way at least, after compression; smaller files are left alone. Default 65,536 bytes. */
  readonly minSavedBytes?: number
  /** Ends the work between two steps. */
  readonly signal?: AbortSignal
}

/**
 * Why a file stays as it is: `small` already, or made so little smaller that nobody notices, `not_smaller` by a tenth, `extensions` or `unknown_data` that would be lost, or a result that
 * is not the same model (`changed`) or cannot be made at all (`failed`).
 */
export type UnchangedReason = 'small' | 'not_smaller' | 'extensions' | 'unknown_data' | 'changed' | 'failed'

/** The smaller file, or why there is none. */
export interface OptimizeResult {
  /** The smaller file; the very bytes that came in where it stays as it is. */
  readonly glb: Uint8Array
  readonly outcome: 'optimized' | 'unchanged'
  /** Null where it was optimised. */
  readonly reason: UnchangedReason | null
  /** A sentence about the reason; empty where it was optimised. */
  readonly detail: string
  readonly originalBytes: number
  readonly bytes: number
}

/**
 * Merges what is there twice, drops data that nothing uses, makes textures smaller and compresses geometry with meshopt.
 * Nodes, names, extras, cameras, animations and variants stay, and so does every triangle. Delivered only where it is
 * smaller by a tenth, as a file and packed for the way.
 *
 * @throws AssetError `invalid_model`: the viewer would not show the file
 * @throws AssetError `invalid_option`
 */
export async function optimizeGlb(bytes: Uint8Array, options: OptimizeOptions = {}): Promise<OptimizeResult> {
  const { minSavedBytes = DEFAULT_MIN_SAVED_BYTES, signal } = options
  const textures = {
    maxSide: requireRange(
      'maxTextureSide',
      options.maxTextureSide ?? DEFAULT_MAX_TEXTURE_SIDE,
      1,
      MAX_TEXTURE_SIDE,
    ),
    quality: requireRange('textureQuality', options.textureQuality ?? DEFAULT_QUALITY, 1, 100),
    ktx2: options.ktx2 ?? false,
    signal,
  }
  const original = openModel(bytes)
  const unchanged = (reason: UnchangedReason, detail: string): OptimizeResult => ({
    glb: bytes,
    outcome: 'unchanged',
    reason,
    detail,
    originalBytes: bytes.byteLength,
    bytes: bytes.byteLength,
  })
  if (bytes.byteLength < minSavedBytes) {
    return unchanged('small', `Files below ${minSavedBytes} bytes are left alone.`)
  }
  const { other } = measureBytes(original, bytes.byteLength)
  if (other > bytes.byteLength * MAX_UNKNOWN) {
    return unchanged(
      'unknown_data',
      'A good part of it is data that nothing in the document names; it may mean something.',
    )
  }
  const lost = original.extensionsUsed.filter((name) => !KEPT_EXTENSIONS.has(name))
  if (lost.length > 0) return unchanged('extensions', `It uses ${lost.join(', ')}, which would be lost.`)

  let glb: Uint8Array
  try {
    glb = await rewrite(original, textures)
  } catch (error) {
    signal?.throwIfAborted()
    return unchanged(
      'failed',
      `It cannot be rewritten: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const result = openGlb(createBytesReader(glb))
  if (!result.ok) return unchanged('failed', result.errors.map(describeFinding).join(' '))
  const invalid = await findNewErrors({ bytes, glb: original }, { bytes: glb, glb: result.glb })
  if (invalid !== null) return unchanged('failed', `It would not be valid: ${invalid}`)
  const missing = difference(describeStructure(original), describeStructure(result.glb))
  if (missing.length > 0)
    return unchanged('changed', `It would not be the same model: ${missing.join('; ')}.`)
  if (glb.byteLength > bytes.byteLength * (1 - MIN_SAVING)) {
    return unchanged('not_smaller', 'Optimising saves less than a tenth.')
  }
  const [packed, packedOriginal] = [await platform.packedBytes(glb), await platform.packedBytes(bytes)]
  if (packed > packedOriginal * (1 - MIN_SAVING)) {
    return unchanged(
      'not_smaller',
      'Optimising saves less than a tenth once both are compressed for the way.',
    )
  }
  if (packedOriginal - packed < minSavedBytes) {
    return unchanged('small', `Optimising saves only ${packedOriginal - packed} bytes on the way.`)
  }
  return {
    glb,
    outcome: 'optimized',
    reason: null,
    detail: '',
    originalBytes: bytes.byteLength,
    bytes: glb.byteLength,
  }
}

async function rewrite(glb: Glb, textures: TextureOptions): Promise<Uint8Array> {
  const io = await createIo(glb.extensionsUsed)
  const document = await io.readJSON(toJsonDocument(glb))
  const uses = (name: string) =>
    document
      .getRoot()
      .listExtensionsUsed()
      .find(({ extensionName }) => extensionName === name)
  // Written by an encoder that is not here; the geometry is unpacked by now.
  uses(KHRDracoMeshCompression.EXTENSION_NAME)?.dispose()
  if (uses(KHRMaterialsPBRSpecularGlossiness.EXTENSION_NAME)) await document.transform(metalRough())
  textures.signal?.throwIfAborted()
  await document.transform(
    dedup({ keepUniqueNames: true }),
    prune(UNUSED_DATA),
    resample({ resample: resampleKeys }),
    weld(),
  )
  await shrinkTextures(document, textures)
  await quantizeGeometry(document)
  return packGeometry(await io.setVertexLayout(VertexLayout.SEPARATE).writeBinary(document))
}

/** Steps of a coordinate within a texel, as a power of two. */
const BITS_IN_TEXEL = 4
const MIN_COORDINATE_BITS = 12
const MAX_COORDINATE_BITS = 16

/** So that no texel moves by more than a 32nd of itself; above 4,096 pixels there are no bits for that. */
function coordinateBits(document: Document): number {
  const root = document.getRoot()
  // It may show a small part of a picture as large as all of it.
  const isScaled = root
    .listExtensionsUsed()
    .some(({ extensionName }) => extensionName === KHRTextureTransform.EXTENSION_NAME)
  // Without a picture, pages put one there.
  if (isScaled || root.listTextures().length === 0) return MAX_COORDINATE_BITS
  const sides = root.listTextures().map((texture) => Math.max(...(texture.getSize() ?? [MAX_TEXTURE_SIDE])))
  const bits = Math.ceil(Math.log2(Math.max(1, ...sides))) + BITS_IN_TEXEL
  return Math.min(MAX_COORDINATE_BITS, Math.max(MIN_COORDINATE_BITS, bits))
}

/** Quantises what is read as a share, where the steps are far below what a screen shows. */
async function quantizeGeometry(document: Document): Promise<void> {
  // Written anew by `packGeometry`.
  document
    .getRoot()
    .listExtensionsUsed()
    .find(({ extensionName }) => extensionName === EXTMeshoptCompression.EXTENSION_NAME)
    ?.dispose()
  snapPositions(document)
  await document.transform(
    reorder({ encoder: MeshoptEncoder, target: 'size' }),
    quantize({
      pattern: /^(?:TEXCOORD_\d+|COLOR_\d+|WEIGHTS_\d+|JOINTS_\d+)$/,
      // Deltas of morph targets add up.
      patternTargets: /^$/,
      quantizeTexcoord: coordinateBits(document),
      quantizeColor: 16,
      quantizeWeight: 16,
      // It would take nodes and more besides what was quantised.
      cleanup: false,
    }),
    prune(UNUSED_DATA),
  )
}

function openModel(bytes: Uint8Array): Glb {
  const opened = openGlb(createBytesReader(bytes))
  if (opened.ok) return opened.glb
  throw new AssetError({
    code: 'invalid_model',
    message: opened.errors.map(describeFinding).join(' '),
    hint: 'Export the model again as glTF Binary (.glb).',
  })
}

interface OpenedFile {
  readonly bytes: Uint8Array
  readonly glb: Glb
}

/** What the validator refuses of the result and not of the original. Null: nothing. */
async function findNewErrors(original: OpenedFile, result: OpenedFile): Promise<string | null> {
  const errorsOf = async ({ bytes, glb }: OpenedFile) =>
    (await validate(bytes, glb)).filter(({ severity }) => severity === 'error')
  const errors = await errorsOf(result)
  if (errors.length === 0) return null
  const known = new Set((await errorsOf(original)).map(({ code }) => code))
  return errors.find(({ code }) => !known.has(code))?.message ?? null
}

/** What stands in the first list and not in the second, as often as it does. */
function difference(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of after) left.set(line, (left.get(line) ?? 0) + 1)
  return before.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}

function requireRange(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new AssetError({
    code: 'invalid_option',
    message: `${name} is ${value}.`,
    hint: `Give a whole number from ${least} to ${most}.`,
  })
}
