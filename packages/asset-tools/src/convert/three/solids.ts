/** Objects of formats that have one mesh or cloud and no materials. */
import { type BufferGeometry, Mesh, MeshStandardMaterial, Points, PointsMaterial } from 'three'

export function cloudOf(geometry: BufferGeometry): Points {
  return new Points(geometry, new PointsMaterial({ vertexColors: geometry.hasAttribute('color') }))
}

export function solidOf(geometry: BufferGeometry): Mesh<BufferGeometry, MeshStandardMaterial> {
  const vertexColors = geometry.hasAttribute('color')
  if (!geometry.hasAttribute('normal')) geometry.computeVertexNormals()
  return new Mesh(
    geometry,
    new MeshStandardMaterial({
      color: vertexColors ? 0xffffff : 0xb8b8b8,
      vertexColors,
      roughness: 0.6,
      metalness: 0,
    }),
  )
}
