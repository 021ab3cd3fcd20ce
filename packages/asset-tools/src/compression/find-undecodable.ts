/** Compressed geometry that the decoders of the viewer cannot unpack: the file looks right, and nothing is drawn. */
import {
  type BufferRange,
  findCompressedParts,
  type Glb,
  type GlbFinding,
  type MeshoptPart,
  undecodable,
} from '@vectreal/scene-format'
import { MeshoptDecoder } from 'meshoptimizer/decoder'
import { loadDracoCheck } from './draco.js'

/**
 * Unpacks what is drawn, once, and keeps nothing. The findings are `accessor_damaged`, at the primitive (Draco) or the
 * buffer view (meshopt).
 */
export async function findUndecodable(glb: Glb): Promise<readonly GlbFinding[]> {
  const parts = findCompressedParts(glb)
  const read = createRangeReader(glb)
  await MeshoptDecoder.ready
  const unpacksDraco = parts.some(({ kind }) => kind === 'draco') ? await loadDracoCheck() : () => true
  return undecodable(
    glb,
    parts.filter((part) => {
      if (part.kind === 'meshopt') return !unpacksMeshopt(read(part.range), part)
      return part.attributes === null || !unpacksDraco(read(part.range), part.attributes)
    }),
  )
}

function unpacksMeshopt(bytes: Uint8Array, { count, byteStride, mode, filter }: MeshoptPart): boolean {
  try {
    MeshoptDecoder.decodeGltfBuffer(
      new Uint8Array(count * byteStride),
      count,
      byteStride,
      bytes,
      mode,
      filter,
    )
    return true
  } catch {
    return false
  }
}

/** One buffer is kept at a time: most files have one. */
function createRangeReader(glb: Glb): (range: BufferRange) => Uint8Array {
  let at = -1
  let kept: Uint8Array = new Uint8Array()
  return ({ buffer, byteOffset, byteLength }) => {
    if (buffer !== at) {
      at = buffer
      kept = glb.readBuffer(buffer)
    }
    return kept.subarray(byteOffset, byteOffset + byteLength)
  }
}
