/** Which part of a file's bytes is what. */
import type { Glb } from '@vectreal/scene-format'

/** Where the bytes of a GLB go. */
export interface BytesByKind {
  /** The document: names, nodes, materials, and whatever it holds as text. */
  readonly json: number
  readonly geometry: number
  readonly textures: number
  readonly animation: number
  /** Data that nothing names, padding and chunk headers. */
  readonly other: number
}

type Entry = Readonly<Record<string, unknown>>
type Kind = 'geometry' | 'textures' | 'animation'

/** A buffer view that serves two purposes counts for the first of them. */
export function measureBytes({ json }: Glb, total: number): BytesByKind {
  const of = (name: string): readonly Entry[] => (json[name] as Entry[] | undefined) ?? []
  const accessors = of('accessors')
  const kinds = new Map<number, Kind>()
  const claim = (view: unknown, kind: Kind) => {
    if (typeof view === 'number' && !kinds.has(view)) kinds.set(view, kind)
  }
  for (const { bufferView } of of('images')) claim(bufferView, 'textures')
  for (const { samplers } of of('animations')) {
    for (const sampler of (samplers as (Entry | null)[] | undefined) ?? []) {
      for (const index of [sampler?.['input'], sampler?.['output']])
        claim(accessors[Number(index)]?.['bufferView'], 'animation')
    }
  }
  for (const { bufferView } of accessors) claim(bufferView, 'geometry')
  for (const mesh of of('meshes')) {
    for (const { extensions } of (mesh['primitives'] as Entry[] | undefined) ?? []) {
      claim(
        (extensions as Record<string, Entry> | undefined)?.['KHR_draco_mesh_compression']?.['bufferView'],
        'geometry',
      )
    }
  }
  const sums = { geometry: 0, textures: 0, animation: 0 }
  for (const [index, kind] of kinds) sums[kind] += storedBytes(of('bufferViews')[index])
  // The document may have been put right: what it takes in the file is what is left beside the data.
  const text = new TextEncoder().encode(JSON.stringify(json)).byteLength
  const known = sums.geometry + sums.textures + sums.animation
  const jsonBytes = Math.min(text, Math.max(0, total - known))
  return { json: jsonBytes, ...sums, other: Math.max(0, total - known - jsonBytes) }
}

/** A compressed view names the bytes it unpacks to beside those in the file. */
function storedBytes(view: Entry | undefined): number {
  const extensions = view?.['extensions'] as Record<string, Entry> | undefined
  const packed = extensions?.['EXT_meshopt_compression'] ?? extensions?.['KHR_meshopt_compression']
  return Number((packed ?? view)?.['byteLength'] ?? 0)
}
