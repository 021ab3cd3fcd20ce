/** Reads FBX, also where colours of points or clips are not whole, which alone are left out then. */
import { type LoadingManager, type Texture, TextureLoader } from 'three'
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js'
import { ownBuffer } from '../../../own-buffer.js'
import { createNamedTexture } from '../named-texture.js'
import { below, type SceneSource, type Stage } from '../stage.js'
import { withPatched } from '../with-patched.js'
import { finishMaterials } from './finish-materials.js'
import { plainText } from './plain-text.js'
import { isOfBlender, mapUseOf } from './property-names.js'
import { withTree } from './tree.js'

/** What stops three's reader where it is not whole, by the name that it has in the file. */
const PARTS = [
  { name: 'LayerElementColor', lost: 'colours of points' },
  { name: 'AnimationCurve', lost: 'clips' },
] as const

export function readFbx({ bytes: written }: SceneSource, manager: LoadingManager): Stage {
  const bytes = plainText(written)
  try {
    return readWhole(bytes, manager)
  } catch (error) {
    for (const part of PARTS) {
      const rest = without(bytes, new TextEncoder().encode(part.name))
      if (rest === null) continue
      try {
        const { root, lost } = readWhole(rest, manager)
        return { root, lost: [part.lost, ...lost] }
      } catch {
        // It was not that, or not that alone.
      }
    }
    throw error
  }
}

function readWhole(bytes: Uint8Array, manager: LoadingManager) {
  const isBlender = isOfBlender(bytes)
  const textures: (Texture & { ID?: number })[] = []
  const maps = new Set<string>()
  const { warn } = console
  const listen = (words: unknown, ...values: unknown[]) => {
    if (String(words).includes('map is not supported')) maps.add(String(values[0]))
    // What it says of these is known from the tree, or no longer so.
    else if (!/unknown material type|layered textures|TGA loader/.test(String(words))) warn(words, ...values)
  }
  const { result, tree } = withPatched(
    [
      [TextureLoader.prototype, 'load', (url: string) => keep(textures, createNamedTexture(url))],
      [console, 'warn', listen],
    ],
    () => withTree(() => new FBXLoader(manager).parse(ownBuffer(bytes), '')),
  )
  const byId = new Map(textures.map((texture) => [texture.ID ?? Number.NaN, texture]))
  const left = tree === null ? [] : finishMaterials(result, { tree, textures: byId, isBlender })
  // The others have been given to materials.
  const pictures = [...maps].filter((name) => tree === null || mapUseOf(name, isBlender) === null)
  return { root: inMetres(result), lost: [...pictures.map((name) => `pictures of “${name}”`), ...left] }
}

function keep<Item>(list: Item[], item: Item): Item {
  list.push(item)
  return item
}

/** In centimetres, where the file does not say otherwise. */
function inMetres(root: ReturnType<FBXLoader['parse']>): Stage['root'] {
  const centimetres = Number(root.userData['unitScaleFactor'] ?? 1)
  const isUnit = Number.isFinite(centimetres) && centimetres > 0
  return Object.assign(below(root, (isUnit ? centimetres : 1) / 100), { animations: root.animations })
}

/** Under a name of the same length that no reader knows, in text as in binary files; null: there is no such part. */
function without(bytes: Uint8Array, name: Uint8Array): Uint8Array | null {
  let rest: Uint8Array | null = null
  for (let at = indexOf(bytes, name, 0); at !== -1; at = indexOf(bytes, name, at + name.length)) {
    rest ??= bytes.slice()
    rest[at] = 'X'.charCodeAt(0)
  }
  return rest
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((value, index) => bytes[at + index] === value)) return at
  }
  return -1
}
