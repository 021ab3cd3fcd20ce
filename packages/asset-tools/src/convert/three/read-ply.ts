/** Reads PLY: a mesh, or a cloud of points. */
import type { LoadingManager } from 'three'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'
import { ownBuffer } from '../../own-buffer.js'
import { decodeText } from '../decode-text.js'
import { findPlyHeader, parsePlyElements } from '../ply-header.js'
import { createTiledTexture } from './named-texture.js'
import { describePlace, narrowNumbers } from './plain-numbers.js'
import { splitLargeFaces } from './ply-faces.js'
import { cloudOf, solidOf } from './solids.js'
import type { SceneSource, Stage } from './stage.js'

export function readPly({ bytes }: SceneSource, manager: LoadingManager): Stage {
  const geometry = new PLYLoader(manager).parse(ownBuffer(splitLargeFaces(bytes)))
  const header = decodeText(bytes.subarray(0, findPlyHeader(bytes)?.length ?? 0))
  const moved = narrowNumbers(geometry)
  const lost = [...lossesOf(header), ...(moved === null ? [] : [describePlace(moved)])]
  // Without faces it is a cloud, also where its points have normals.
  if (!/^element\s+face\s+0*[1-9]/m.test(header)) return { root: cloudOf(geometry), lost }
  const solid = solidOf(geometry)
  // As MeshLab names it.
  const picture = /^comment\s+TextureFile\s+(\S.*)$/im.exec(header)?.[1]?.trim()
  if (picture !== undefined && geometry.hasAttribute('uv')) {
    solid.material.map = createTiledTexture(picture)
    solid.material.color.set(0xffffff)
  }
  return { root: solid, lost }
}

const WORDS: Readonly<Record<string, string>> = { tristrips: 'strips of triangles', edge: 'edges' }

/** What three's reader passes over without a word. */
function lossesOf(header: string): readonly string[] {
  const elements = parsePlyElements(header).filter(({ count }) => count > 0)
  const others = elements.map(({ name }) => name).filter((name) => name !== 'vertex' && name !== 'face')
  const ofPoints = elements.find(({ name }) => name === 'vertex')?.properties.map(({ name }) => name) ?? []
  const pictures = [...header.matchAll(/^comment\s+TextureFile\s+(\S.*)$/gim)].slice(1)
  return [
    ...others.map((name) => WORDS[name] ?? name),
    ...(ofPoints.includes('alpha') ? ['opacity of points'] : []),
    ...(ofPoints.includes('f_dc_0') ? ['Gaussian splats, which are points here'] : []),
    ...(pictures.length > 0 ? [`pictures (${pictures.map(([, name]) => name?.trim()).join(', ')})`] : []),
  ]
}
