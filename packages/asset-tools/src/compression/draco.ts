/** Unpacks Draco geometry as the viewer does, only to see whether that works. */
import { platform } from '#platform'

/** The part of Draco's decoder module that is used here. */
interface DracoModule {
  readonly TRIANGULAR_MESH: number
  readonly POINT_CLOUD: number
  Decoder: new () => DracoDecoder
  Mesh: new () => DracoGeometry
  PointCloud: new () => DracoGeometry
  destroy(object: unknown): void
}

interface DracoDecoder {
  GetEncodedGeometryType(bytes: Uint8Array): number
  DecodeArrayToMesh(bytes: Uint8Array, length: number, to: DracoGeometry): { ok(): boolean }
  DecodeArrayToPointCloud(bytes: Uint8Array, length: number, to: DracoGeometry): { ok(): boolean }
  GetAttributeByUniqueId(geometry: DracoGeometry, id: number): { readonly ptr: number }
}

interface DracoGeometry {
  num_points(): number
}

export type DracoCheck = (bytes: Uint8Array, attributes: Readonly<Record<string, number>>) => boolean

/** A function that says whether `bytes` unpack to points that have all of `attributes` (ids by names). */
export async function loadDracoCheck(): Promise<DracoCheck> {
  const draco = (await platform.loadDracoDecoder()) as DracoModule
  return (bytes, attributes) => {
    const decoder = new draco.Decoder()
    const type = decoder.GetEncodedGeometryType(bytes)
    const isMesh = type === draco.TRIANGULAR_MESH
    const geometry = isMesh ? new draco.Mesh() : new draco.PointCloud()
    try {
      if (!isMesh && type !== draco.POINT_CLOUD) return false
      const status = isMesh
        ? decoder.DecodeArrayToMesh(bytes, bytes.byteLength, geometry)
        : decoder.DecodeArrayToPointCloud(bytes, bytes.byteLength, geometry)
      return (
        status.ok() &&
        geometry.num_points() > 0 &&
        Object.values(attributes).every((id) => decoder.GetAttributeByUniqueId(geometry, id).ptr !== 0)
      )
    } finally {
      draco.destroy(geometry)
      draco.destroy(decoder)
    }
  }
}
