/** Stands for a picture that is attached later. */
import { RepeatWrapping, Texture } from 'three'

export function createNamedTexture(reference: string): Texture {
  const texture = new Texture()
  texture.userData['reference'] = reference
  return texture
}

/** As formats without any word about it mean it. */
export function createTiledTexture(reference: string): Texture {
  const texture = createNamedTexture(reference)
  texture.wrapS = texture.wrapT = RepeatWrapping
  return texture
}
