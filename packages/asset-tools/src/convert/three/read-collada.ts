/** Reads COLLADA, with what three's reader leaves out or stumbles over. */
import type { LoadingManager } from 'three'
import { ColladaComposer } from 'three/addons/loaders/collada/ColladaComposer.js'
import { ColladaParser } from 'three/addons/loaders/collada/ColladaParser.js'
import { ColladaLoader } from 'three/addons/loaders/ColladaLoader.js'
import { decodeText } from '../decode-text.js'
import { patchesFor } from './collada-gaps.js'
import { withOpacity } from './collada-opacity.js'
import { plainPrimitives } from './collada-primitives.js'
import { withoutLookats } from './collada-lookat.js'
import { buildRotateTrack } from './collada-rotations.js'
import { below, type SceneSource, type Stage } from './stage.js'
import { withPatched } from './with-patched.js'

/** As some programs write numbers where commas are usual. */
const COMMA_OF_UNIT = /(<unit\b[^<>]*\smeter\s*=\s*["']\d*),(\d)/
/** X is up, and Y to the left; three's reader knows Z alone. */
const X_UP = /<up_axis>\s*X_UP\s*</

export function readCollada({ name, bytes }: SceneSource, manager: LoadingManager): Stage {
  const { text: placed, hadMoving } = withoutLookats(decodeText(bytes).replace(COMMA_OF_UNIT, '$1.$2'))
  const { text, hadHoles } = plainPrimitives(placed)
  const missing = new Set<string>()
  const read = withPatched(
    [
      [ColladaComposer.prototype, 'buildRotateTrack', buildRotateTrack],
      [ColladaComposer.prototype, 'buildMaterial', withOpacity(ColladaComposer.prototype.buildMaterial)],
      ...patchesFor(ColladaParser.prototype, ColladaComposer.prototype, name, missing),
    ],
    () => new ColladaLoader(manager).parse(text, ''),
  )
  if (read === null) throw new Error('it is no COLLADA document')
  const { scene } = read
  const root = Object.assign(below(scene, 1), { animations: scene.animations })
  if (X_UP.test(text)) root.rotation.z = Math.PI / 2
  return {
    root,
    lost: [
      ...(hadHoles ? ['holes of polygons'] : []),
      // The one way to say where something stands that has no place in glTF.
      ...(text.includes('<skew') ? ['places by “skew”'] : []),
      ...(hadMoving ? ['movement of places by “lookat”'] : []),
    ],
    missing: [...missing],
  }
}
