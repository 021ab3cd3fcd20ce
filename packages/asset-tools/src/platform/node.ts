// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../draco3dgltf.d.ts" />
/** Pictures by sharp, compression by zlib, XML by linkedom. */
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { losesDirections } from './direction-error.js'
import type { Platform } from './platform.js'

/** libwebp's most: 5 to 8 % smaller than its usual 4, in half as much time again. */
const EFFORT = 6
/** Without loss, as alpha is kept, it takes many times as long, and is hardly smaller. */
const LOSSLESS_EFFORT = 4
/** libwebp rounds numbers to multiples of eight where the picture is busy, and not at all where it is smooth. */
const NEAR_LOSSLESS = 40
/** What the server packs with. */
const BROTLI_QUALITY = 5

export const platform: Platform = {
  async encodeWebp(bytes, { maxSide, quality, alpha, isDirection }) {
    const { default: sharp } = await import('sharp')
    // The numbers of a texture are data: glTF has readers ignore profiles and orientation.
    const image = sharp(bytes, { ignoreIcc: true, limitInputPixels: false, sequentialRead: true })
    const { width, height } = await image.metadata()
    const isOpaque = !alpha
    const sized = (isOpaque ? image.removeAlpha() : image).resize({
      width: Math.min(width, maxSide),
      height: Math.min(height, maxSide),
      fit: 'inside',
      withoutEnlargement: true,
    })
    const webp = await sized
      .clone()
      .webp({
        quality,
        alphaQuality: 100,
        effort: isOpaque ? EFFORT : LOSSLESS_EFFORT,
        smartSubsample: true,
        exact: true,
      })
      .toBuffer()
    if (!isDirection) return webp
    const pixels = await sized.clone().ensureAlpha().toColourspace('srgb').raw().toBuffer()
    if (!losesDirections(pixels, (await platform.decodePixels(webp)).pixels)) return webp
    return sized
      .webp({ nearLossless: true, quality: NEAR_LOSSLESS, effort: LOSSLESS_EFFORT, exact: true })
      .toBuffer()
  },

  async encodeKtx2(bytes, options) {
    const { encodeKtx2 } = await import('./node-ktx2.js')
    return encodeKtx2(bytes, options)
  },

  async encodePlain(bytes, { maxSide, quality, alpha }) {
    const { default: sharp } = await import('sharp')
    const image = sharp(bytes, { ignoreIcc: true, limitInputPixels: false })
    const { hasAlpha } = await image.metadata()
    const isKept = alpha && hasAlpha
    const sized = (isKept ? image : image.removeAlpha()).resize({
      width: maxSide,
      height: maxSide,
      fit: 'inside',
      withoutEnlargement: true,
    })
    return isKept
      ? { bytes: await sized.png().toBuffer(), mediaType: 'image/png' }
      : {
          bytes: await sized.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer(),
          mediaType: 'image/jpeg',
        }
  },

  async encodePng(pixels, width, height) {
    const { default: sharp } = await import('sharp')
    return sharp(pixels, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer()
  },

  async decodePixels(bytes) {
    const { default: sharp } = await import('sharp')
    const image = sharp(bytes, { ignoreIcc: true, limitInputPixels: false })
    const { data, info } = await image
      .ensureAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { pixels: data, width: info.width, height: info.height }
  },

  async packedBytes(bytes) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY }
    return (await promisify(brotliCompress)(bytes, { params })).length
  },

  async loadDracoDecoder() {
    const { default: draco } = await import('draco3dgltf')
    return draco.createDecoderModule()
  },

  async withDom(work) {
    const { DOMParser } = await import('linkedom')
    const globals = globalThis as { DOMParser?: unknown; window?: unknown }
    const before = { DOMParser: globals.DOMParser, window: globals.window }
    // Only while the loader runs, which is one synchronous call: nobody else sees a browser here.
    Object.assign(globals, { DOMParser, window: { innerWidth: 1, innerHeight: 1, URL } })
    try {
      return work()
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) Reflect.deleteProperty(globals, name)
        else Reflect.set(globals, name, value)
      }
    }
  },

  async withCanvas(work) {
    const { prepareLoader, withPackedCanvas } = await import('./node-canvas.js')
    return withPackedCanvas(() => work({ prepareLoader }))
  },
}
