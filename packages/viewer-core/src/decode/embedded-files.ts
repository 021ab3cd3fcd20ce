/**
 * A GLTFLoader plug-in that takes buffers and pictures from the file's own bytes. three would fetch `data:` URIs, and
 * make a `blob:` URL of each picture and fetch that, which a page's `connect-src` can stop without a word: the model
 * would then show untextured.
 */
import { decodeDataUri, type Glb } from '@vectreal/scene-format'
import { Texture } from 'three'
import type { GLTFParser, GLTFLoaderPlugin } from 'three/addons/loaders/GLTFLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { ModelError } from '../model-error.js'

interface ImageDef {
  readonly bufferView?: number
  readonly uri?: string
  readonly mimeType?: string
}

type ImageLoader = Parameters<GLTFParser['loadImageSource']>[1]

/** `maxSide` shrinks larger pictures while they are decoded. */
export function embeddedFiles(glb: Glb, maxSide: number): (parser: GLTFParser) => GLTFLoaderPlugin {
  return (parser) => {
    const failures: ModelError[] = []
    const plugin: GLTFLoaderPlugin = {
      name: 'VECTREAL_embedded_files',
      // three goes on without a picture that failed; a model with holes in it is a damaged one.
      afterRoot: () => (failures[0] === undefined ? null : Promise.reject(failures[0])),
    }
    const withBuffers = parser as GLTFParser & { loadBuffer(index: number): Promise<ArrayBuffer> }
    withBuffers.loadBuffer = (index) => Promise.resolve(glb.readBuffer(index).slice().buffer as ArrayBuffer)
    const original = parser.loadImageSource.bind(parser)
    const decoded = new Map<number, Promise<Texture>>()
    parser.loadImageSource = (index: number, loader: ImageLoader): Promise<Texture> => {
      const isCompressed = loader !== parser.textureLoader
      // Browsers without full support get three's own way for plain pictures, which goes by <img>.
      if (!isCompressed && !('isImageBitmapLoader' in parser.textureLoader)) return original(index, loader)
      const known = decoded.get(index)
      if (known !== undefined) return known.then((texture) => texture.clone())
      const image = (parser.json.images as readonly ImageDef[])[index]
      const texture = readBytes(parser, image)
        .then((bytes) =>
          isCompressed ? transcode(bytes, loader as KTX2Loader) : decode(bytes, image?.mimeType, maxSide),
        )
        .then((texture) => {
          if (image?.mimeType !== undefined) texture.userData['mimeType'] = image.mimeType
          return texture
        })
        .catch((cause: unknown) => {
          const error = new ModelError('invalid_model', `images[${index}] could not be decoded`, { cause })
          failures.push(error)
          throw error
        })
      decoded.set(index, texture)
      return texture
    }
    return plugin
  }
}

async function readBytes(parser: GLTFParser, image: ImageDef | undefined): Promise<ArrayBuffer> {
  if (image?.bufferView !== undefined) {
    return (await parser.getDependency('bufferView', image.bufferView)) as ArrayBuffer
  }
  return decodeDataUri(image?.uri ?? '')?.buffer ?? new ArrayBuffer()
}

function transcode(bytes: ArrayBuffer, loader: KTX2Loader): Promise<Texture> {
  return new Promise((resolve, reject) => {
    loader.parse(bytes, resolve, reject)
  })
}

async function decode(bytes: ArrayBuffer, mimeType: string | undefined, maxSide: number): Promise<Texture> {
  const blob = new Blob([bytes], mimeType === undefined ? {} : { type: mimeType })
  const options: ImageBitmapOptions = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' }
  let bitmap = await createImageBitmap(blob, options)
  const scale = maxSide / Math.max(bitmap.width, bitmap.height)
  if (scale < 1) {
    const resized = await createImageBitmap(bitmap, {
      ...options,
      resizeWidth: Math.max(1, Math.round(bitmap.width * scale)),
      resizeHeight: Math.max(1, Math.round(bitmap.height * scale)),
      resizeQuality: 'high',
    })
    bitmap.close()
    bitmap = resized
  }
  const texture = new Texture(bitmap)
  texture.needsUpdate = true
  return texture
}
