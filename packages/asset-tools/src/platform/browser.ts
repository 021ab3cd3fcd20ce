/** Pictures by the browser's own decoders and encoders. */
import { losesDirections } from './direction-error.js'
import type { Platform } from './platform.js'

export const platform: Platform = {
  async encodeWebp(bytes, { maxSide, quality, alpha, isDirection }) {
    // A canvas multiplies colours by alpha, which cannot be undone.
    if (alpha) return null
    const bitmap = await decode(bytes)
    const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [Math.round(bitmap.width * scale) || 1, Math.round(bitmap.height * scale) || 1]
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { alpha: false })
    if (context === null) return null
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    const encode = async (share: number) => {
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: share })
      // Browsers without an encoder for it make a PNG.
      return blob.type === 'image/webp' ? new Uint8Array(await blob.arrayBuffer()) : null
    }
    const webp = await encode(quality / 100)
    if (webp === null || !isDirection) return webp
    const pixels = new Uint8Array(context.getImageData(0, 0, width, height).data)
    if (!losesDirections(pixels, (await platform.decodePixels(webp)).pixels)) return webp
    // Without loss in browsers that can, as good as possible in the others.
    return encode(1)
  },

  async encodeKtx2() {
    throw new Error('a browser has no encoder of KTX2 here')
  },

  async encodePlain(bytes, { maxSide, quality, alpha }) {
    const bitmap = await decode(bytes)
    const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height))
    const canvas = new OffscreenCanvas(
      Math.round(bitmap.width * scale) || 1,
      Math.round(bitmap.height * scale) || 1,
    )
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('this browser has no canvas')
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const mediaType = alpha ? 'image/png' : 'image/jpeg'
    const blob = await canvas.convertToBlob({ type: mediaType, quality: quality / 100 })
    return { bytes: new Uint8Array(await blob.arrayBuffer()), mediaType }
  },

  async encodePng(pixels, width, height) {
    if (!isOpaque(pixels)) {
      // A canvas forgets the colours of what is transparent.
      const { encode } = await import('fast-png')
      return encode({ data: pixels, width, height, channels: 4 })
    }
    const canvas = new OffscreenCanvas(width, height)
    const image = new ImageData(new Uint8ClampedArray(pixels), width, height)
    canvas.getContext('2d')?.putImageData(image, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return new Uint8Array(await blob.arrayBuffer())
  },

  async decodePixels(bytes) {
    const bitmap = await decode(bytes)
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d')
    if (context === null) throw new Error('this browser has no canvas')
    context.drawImage(bitmap, 0, 0)
    bitmap.close()
    return { pixels: new Uint8Array(context.getImageData(0, 0, width, height).data), width, height }
  },

  async packedBytes(bytes) {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new CompressionStream('gzip'))
    return (await new Response(stream).arrayBuffer()).byteLength
  },

  async loadDracoDecoder() {
    throw new Error('a browser has no decoder of Draco here')
  },

  async withDom(work) {
    return work()
  },

  async withCanvas(work) {
    return work({ prepareLoader: (loader) => loader })
  },
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}

function decode(bytes: Uint8Array): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation: 'none' as ImageOrientation,
  })
}
