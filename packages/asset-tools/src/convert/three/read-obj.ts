/** Reads OBJ with its MTL. */
import type { LoadingManager } from 'three'
import { MTLLoader } from 'three/addons/loaders/MTLLoader.js'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { decodeText } from '../decode-text.js'
import { splitConcaveFaces } from './obj-faces.js'
import { separateKinds } from './obj-kinds.js'
import { makeMaterials } from './obj-materials.js'
import { nearOrigin } from './obj-place.js'
import { librariesOf, materialsOf, plainMtl, plainObj } from './obj-text.js'
import type { SceneSource, Stage } from './stage.js'

export function readObj({ bytes, readText }: SceneSource, manager: LoadingManager): Stage {
  const { text: plain, lost } = plainObj(decodeText(bytes))
  const { text, place } = nearOrigin(plain)
  const loader = new OBJLoader(manager)
  const named = librariesOf(text)
  const libraries = named.flatMap((name) => readText(name) ?? [])
  const materials =
    libraries.length > 0 ? new MTLLoader(manager).parse(plainMtl(libraries.join('\n')), '') : null
  const maps = materials === null ? [] : makeMaterials(materials)
  if (materials !== null) loader.setMaterials(materials)
  return {
    root: loader.parse(splitConcaveFaces(separateKinds(text))),
    lost: [
      ...lost,
      ...(place === null ? [] : [place]),
      ...(maps.length === 0 ? [] : [`of materials: ${maps.join(', ')}`]),
    ],
    // Where the file with them is not there, that is what is said.
    missing:
      libraries.length === 0 && named.length > 0
        ? []
        : materialsOf(text).filter((name) => materials?.materialsInfo[name] === undefined),
  }
}
