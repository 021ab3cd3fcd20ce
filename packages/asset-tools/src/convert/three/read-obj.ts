/** Reads OBJ with its MTL. */
import type { LoadingManager } from 'three'
import { MTLLoader } from 'three/addons/loaders/MTLLoader.js'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { decodeText } from '../decode-text.js'
import { splitConcaveFaces } from './obj-faces.js'
import { separateKinds } from './obj-kinds.js'
import { makeMaterials } from './obj-materials.js'
import type { SceneSource, Stage } from './stage.js'

export function readObj({ bytes, readText }: SceneSource, manager: LoadingManager): Stage {
  const text = decodeText(bytes)
  const loader = new OBJLoader(manager)
  const libraries = [...text.matchAll(/^\s*mtllib\s+(.+?)\s*$/gm)].flatMap(
    ([, name = '']) => readText(name) ?? [],
  )
  const materials = libraries.length > 0 ? new MTLLoader(manager).parse(libraries.join('\n'), '') : null
  const maps = materials === null ? [] : makeMaterials(materials)
  if (materials !== null) loader.setMaterials(materials)
  return {
    root: loader.parse(splitConcaveFaces(separateKinds(text))),
    lost: maps.length === 0 ? [] : [`maps of materials (${maps.join(', ')})`],
  }
}
