/** As much of a browser's pictures as three's loader and exporter touch, over sharp. */
import { resolveObjectURL } from 'node:buffer'
import sharp from 'sharp'
import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

/** A picture that stays packed until it is written. */
class PackedImage {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  constructor(bytes: Uint8Array, width: number, height: number) {
    this.bytes = bytes
    this.width = width
    this.height = height
  }
  close(): void {
    // Nothing was unpacked.
  }
}

class PackedCanvas {
  width = 0
  height = 0
  #image: PackedImage | null = null
  #isFlipped = false

  getContext(): object {
    return {
      translate: () => null,
      scale: (_x: number, y: number) => {
        this.#isFlipped = y < 0
      },
      drawImage: (image: PackedImage) => {
        this.#image = image
      },
    }
  }

  toBlob(done: (blob: Blob | null) => void, mediaType: string): void {
    const encoded = this.#encode(mediaType).catch(() => null)
    // oxlint-disable-next-line promise/no-callback-in-promise -- as a canvas does
    void encoded.then(done)
  }

  async #encode(mediaType: string): Promise<Blob> {
    if (this.#image === null) throw new Error('nothing was drawn')
    const size = { width: Math.max(1, Math.round(this.width)), height: Math.max(1, Math.round(this.height)) }
    const resized = sharp(this.#image.bytes, { ignoreIcc: true }).resize({ ...size, fit: 'fill' })
    const upright = this.#isFlipped ? resized.flip() : resized
    const encoded = mediaType === 'image/jpeg' ? upright.jpeg({ quality: 90 }) : upright.png()
    return new Blob([new Uint8Array(await encoded.toBuffer())], { type: mediaType })
  }
}

/** The place of three's ImageBitmapLoader. */
const packedImageLoader = {
  isImageBitmapLoader: true,
  load(
    url: string,
    onLoad: (image: PackedImage) => void,
    _onProgress: unknown,
    onError: (error: unknown) => void,
  ): void {
    void (async () => {
      const blob = resolveObjectURL(url)
      if (blob === undefined) throw new Error('a picture lies outside the file')
      const bytes = new Uint8Array(await blob.arrayBuffer())
      const { width, height } = await sharp(bytes).metadata()
      return new PackedImage(bytes, width, height)
    })().then(onLoad, onError)
  },
}

/** What the loader gets so that it reads pictures without a browser. */
export function prepareLoader(loader: GLTFLoader): GLTFLoader {
  return loader.register((parser) => {
    Object.assign(parser, { textureLoader: packedImageLoader })
    return { name: 'packed-images' }
  })
}

const GLOBALS = {
  ImageBitmap: PackedImage,
  document: { createElement: () => new PackedCanvas() },
  self: globalThis,
}

/** Runs `work` where a canvas seems to be there. Nothing else should run in this process meanwhile. */
export async function withPackedCanvas<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = new Map(
    Object.keys(GLOBALS).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
  )
  for (const [name, value] of Object.entries(GLOBALS)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  try {
    return await work()
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, descriptor)
    }
  }
}
