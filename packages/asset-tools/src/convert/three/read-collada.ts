/** Reads COLLADA, with what three's reader leaves out or stumbles over. */
import type { LoadingManager } from 'three'
import { ColladaComposer } from 'three/addons/loaders/collada/ColladaComposer.js'
import { ColladaParser } from 'three/addons/loaders/collada/ColladaParser.js'
import { ColladaLoader } from 'three/addons/loaders/ColladaLoader.js'
import { decodeText } from '../decode-text.js'
import { patchesFor } from './collada-gaps.js'
import { plainPrimitives } from './collada-primitives.js'
import { buildRotateTrack } from './collada-rotations.js'
import { below, type SceneSource, type Stage } from './stage.js'
import { withPatched } from './with-patched.js'

export function readCollada({ name, bytes }: SceneSource, manager: LoadingManager): Stage {
  const { text, hadHoles } = plainPrimitives(decodeText(bytes))
  const missing = new Set<string>()
  const read = withPatched(
    [
      [ColladaComposer.prototype, 'buildRotateTrack', buildRotateTrack],
      ...patchesFor(ColladaParser.prototype, ColladaComposer.prototype, name, missing),
    ],
    () => new ColladaLoader(manager).parse(text, ''),
  )
  if (read === null) throw new Error('it is no COLLADA document')
  const { scene } = read
  return {
    root: Object.assign(below(scene, 1), { animations: scene.animations }),
    lost: hadHoles ? ['holes of polygons'] : [],
    missing: [...missing],
  }
}
