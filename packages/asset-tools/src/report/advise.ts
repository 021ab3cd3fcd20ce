/** What to do about a model's costs: a rule each, in sentences that name the figures. */
import type { GlbReport } from './glb-report.js'

type Facts = Omit<GlbReport, 'advice'>

const MIB = 1024 * 1024
/** A telephone of today takes about this much before it drops pages. */
const MANY_GPU_BYTES = 256 * MIB
const LARGE_SIDE = 4096
const MANY_DRAW_CALLS = 200
const MANY_TRIANGLES = 1_000_000
const LARGE_GEOMETRY_BYTES = 2 * MIB
const PACKED = ['EXT_meshopt_compression', 'KHR_meshopt_compression', 'KHR_draco_mesh_compression']

export function adviseOn(facts: Facts): readonly string[] {
  return RULES.flatMap((rule) => rule(facts) ?? [])
}

const RULES: readonly ((facts: Facts) => string | null)[] = [
  function largeTextures({ textures }) {
    const large = textures.filter(({ width, height }) => Math.max(width, height) >= LARGE_SIDE)
    if (large.length === 0) return null
    const bytes = large.reduce((sum, { gpuBytes }) => sum + gpuBytes, 0)
    const side = Math.max(...large.map(({ width, height }) => Math.max(width, height)))
    return `${count(large.length, 'texture')} of up to ${side} pixels: ${megabytes(bytes)} on the graphics card. At 2048 pixels nobody sees a difference on most screens.`
  },
  function losslessTextures({ textures }) {
    const png = textures.filter(({ format, bytes }) => format === 'png' && bytes > MIB / 4)
    if (png.length === 0) return null
    const bytes = png.reduce((sum, texture) => sum + texture.bytes, 0)
    return `${count(png.length, 'PNG texture')} of ${megabytes(bytes)} together: as WebP they take about a tenth.`
  },
  function graphicsMemory({ gpuBytes, textures }) {
    if (gpuBytes < MANY_GPU_BYTES) return null
    const packed = textures.some(({ format }) => format === 'ktx2')
    return `${megabytes(gpuBytes)} on the graphics card in all; phones run out of memory above ${megabytes(MANY_GPU_BYTES)}. Use fewer or smaller textures${packed ? '' : ', or KTX2, which stays packed there'}.`
  },
  function unpackedGeometry({ bytesByKind, extensions }) {
    if (bytesByKind.geometry < LARGE_GEOMETRY_BYTES || PACKED.some((name) => extensions.includes(name)))
      return null
    return `${megabytes(bytesByKind.geometry)} of geometry are not compressed: meshopt makes that a third to a half.`
  },
  function manyTriangles({ triangles }) {
    return triangles < MANY_TRIANGLES
      ? null
      : `${triangles.toLocaleString('en')} triangles: reduce what is too fine to be seen, with Blender's Decimate for one.`
  },
  function manyDrawCalls({ drawCalls }) {
    return drawCalls < MANY_DRAW_CALLS
      ? null
      : `${drawCalls.toLocaleString('en')} draw calls for each picture: join meshes that share a material.`
  },
  function deadBytes({ bytesByKind, bytes }) {
    return bytesByKind.other < bytes / 10 || bytesByKind.other < 64 * 1024
      ? null
      : `${megabytes(bytesByKind.other)} of the file are used by nothing.`
  },
]

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

const megabytes = (bytes: number) =>
  bytes < 10 * MIB ? `${(bytes / MIB).toFixed(1)} MB` : `${Math.round(bytes / MIB)} MB`
