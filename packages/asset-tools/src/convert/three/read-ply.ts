/** Reads PLY: a mesh, or a cloud of points. */
import type { LoadingManager } from 'three'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'
import { ownBuffer } from '../../own-buffer.js'
import { decodeText } from '../decode-text.js'
import { findPlyHeader } from '../ply-header.js'
import { createTiledTexture } from './named-texture.js'
import { splitLargeFaces } from './ply-faces.js'
import { cloudOf, solidOf } from './solids.js'
import type { SceneSource, Stage } from './stage.js'

export function readPly({ bytes }: SceneSource, manager: LoadingManager): Stage {
  const geometry = new PLYLoader(manager).parse(ownBuffer(splitLargeFaces(bytes)))
  const header = decodeText(bytes.subarray(0, findPlyHeader(bytes)?.length ?? 0))
  // Without faces it is a cloud, also where its points have normals.
  if (!/^element\s+face\s+0*[1-9]/m.test(header)) return { root: cloudOf(geometry) }
  const solid = solidOf(geometry)
  // As MeshLab names it.
  const picture = /^comment\s+TextureFile\s+(\S.*)$/im.exec(header)?.[1]?.trim()
  if (picture !== undefined && geometry.hasAttribute('uv')) {
    solid.material.map = createTiledTexture(picture)
    solid.material.color.set(0xffffff)
  }
  return { root: solid }
}
