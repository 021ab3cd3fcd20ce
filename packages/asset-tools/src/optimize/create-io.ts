/** Reads and writes GLBs with every extension that gltf-transform knows. */
import { type JSONDocument, Logger, WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS, KHRDracoMeshCompression } from '@gltf-transform/extensions'
import type { Glb } from '@vectreal/scene-format'
import { MeshoptDecoder } from 'meshoptimizer/decoder'
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { platform } from '#platform'

/** Extensions of which nothing is lost on the way through. */
export const KEPT_EXTENSIONS: ReadonlySet<string> = new Set(
  ALL_EXTENSIONS.map(({ EXTENSION_NAME }) => EXTENSION_NAME),
)

/** For GLBs that use `extensionsUsed`: the decoder of Draco is only loaded where it is needed. */
export async function createIo(extensionsUsed: readonly string[]): Promise<WebIO> {
  await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready])
  const io = new WebIO()
    .setLogger(new Logger(Logger.Verbosity.SILENT))
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder })
  if (extensionsUsed.includes(KHRDracoMeshCompression.EXTENSION_NAME)) {
    io.registerDependencies({ 'draco3d.decoder': await platform.loadDracoDecoder() })
  }
  return io
}

/** The document as the viewer draws it: what the rules put right is put right here too. */
export function toJsonDocument({ json, readBuffer }: Glb): JSONDocument {
  const resources: Record<string, Uint8Array<ArrayBuffer>> = {}
  const buffers = (json['buffers'] as { byteLength: number; extensions?: object }[] | undefined) ?? []
  const named = buffers.map((buffer, index) => {
    const uri = `buffer-${index}.bin`
    resources[uri] = readBuffer(index) as Uint8Array<ArrayBuffer>
    return { ...buffer, uri }
  })
  const images = namedImages(json)
  return {
    json: { ...json, buffers: named, ...(images && { images }) } as unknown as JSONDocument['json'],
    resources,
  }
}

interface Named {
  readonly source?: number
  readonly name?: string
  readonly extras?: unknown
  readonly extensions?: Readonly<Record<string, { readonly source?: number }>>
}

/**
 * With the names and extras of their textures, which gltf-transform does not know: programs write them at one or the other,
 * and readers take what there is.
 */
function namedImages({ images, textures }: Glb['json']): readonly Named[] | undefined {
  if (!Array.isArray(images)) return undefined
  const users = (Array.isArray(textures) ? textures : []) as readonly Named[]
  return (images as readonly Named[]).map((image, index) => {
    const own = users.filter(({ source, extensions = {} }) =>
      [source, ...Object.values(extensions).map((extension) => extension.source)].includes(index),
    )
    const name = image.name || own.find((texture) => texture.name)?.name
    const extras = image.extras ?? own.find((texture) => texture.extras !== undefined)?.extras
    return { ...image, ...(name && { name }), ...(extras !== undefined && { extras }) }
  })
}
