/** KTX2 by Basis Universal as WebAssembly, loaded when the first picture asks for it. */
import type { NodeBasisEncoder } from 'ktx2-encoder'
import type { Ktx2Options } from './platform.js'

/** What it encodes of one picture. */
const MAX_PIXELS = 12 * 1024 * 1024
/** Of ETC1S, 1 to 255. */
const QUALITY = 255
/** Of UASTC, 0 to 4; slower above, and no different to the eye. */
const DIRECTION_EFFORT = 1

let loading: Promise<NodeBasisEncoder> | undefined

export async function encodeKtx2(
  bytes: Uint8Array,
  { maxSide, isColor, isDirection }: Ktx2Options,
): Promise<Uint8Array | null> {
  const { default: sharp } = await import('sharp')
  const image = sharp(bytes, { ignoreIcc: true, limitInputPixels: false })
  const { width, height } = await image.metadata()
  const scale = Math.min(1, maxSide / Math.max(width, height))
  const size = { width: wholeBlocks(width * scale), height: wholeBlocks(height * scale) }
  if (size.width * size.height > MAX_PIXELS) return null
  const imageDecoder = async () => {
    const pixels = image
      .resize({ ...size, fit: 'fill' })
      .ensureAlpha()
      .toColourspace('srgb')
      .raw()
    return { data: await pixels.toBuffer(), ...size }
  }
  loading ??= loadEncoder()
  const encoder = await loading
  return encoder.encode(bytes, {
    imageDecoder,
    generateMipmap: true,
    isPerceptual: isColor,
    isSetKTX2SRGBTransferFunc: isColor,
    isUASTC: isDirection,
    needSupercompression: isDirection,
    uastcLDRQualityLevel: DIRECTION_EFFORT,
    qualityLevel: QUALITY,
  })
}

/** Sides of KHR_texture_basisu are multiples of four. */
const wholeBlocks = (side: number): number => Math.max(4, Math.round(side / 4) * 4)

/** It keeps the `console.log` that it starts with and tells of every slice; stdout belongs to whoever calls this. */
async function loadEncoder(): Promise<NodeBasisEncoder> {
  const { NodeBasisEncoder } = await import('ktx2-encoder')
  const encoder = new NodeBasisEncoder()
  const told = Reflect.get(console, 'log')
  let isStarted = false
  Reflect.set(console, 'log', (...words: unknown[]) => {
    if (!isStarted) told(...words)
  })
  try {
    await encoder.init()
  } finally {
    Reflect.set(console, 'log', told)
    isStarted = true
  }
  return encoder
}
