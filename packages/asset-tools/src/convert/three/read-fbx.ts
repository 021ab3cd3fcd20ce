/** Reads FBX, also where colours of points are not whole, which are the one thing that is left out then. */
import type { LoadingManager } from 'three'
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js'
import { ownBuffer } from '../../own-buffer.js'
import { below, type SceneSource, type Stage } from './stage.js'

const BINARY = 'Kaydara FBX Binary'
const COLORS = new TextEncoder().encode('LayerElementColor')

export function readFbx({ bytes: written }: SceneSource, manager: LoadingManager): Stage {
  const bytes = withoutBlanks(written)
  const read = (content: Uint8Array) => new FBXLoader(manager).parse(ownBuffer(content), '')
  try {
    return { root: inMetres(read(bytes)) }
  } catch (error) {
    const plain = withoutColors(bytes)
    if (plain === null) throw error
    return { root: inMetres(read(plain)), lost: ['colours of points'] }
  }
}

/** Of text files, after commas: three's reader takes numbers behind them for words. */
function withoutBlanks(bytes: Uint8Array): Uint8Array {
  const latin = new TextDecoder('latin1')
  if (latin.decode(bytes.subarray(0, BINARY.length)) === BINARY) return bytes
  // TextDecoder's latin1 is Windows-1252, which changes signs that a name may have; so only what is to go is looked for in it.
  const text = latin.decode(bytes)
  if (!/",[ \t]+["\d-]/.test(text)) return bytes
  const kept = bytes.slice()
  let length = 0
  let from = 0
  for (const { index, 0: found } of text.matchAll(/"[^"]*"|,[ \t]+/g)) {
    if (found.startsWith('"')) continue
    const end = index + 1
    kept.set(bytes.subarray(from, end), length)
    length += end - from
    from = index + found.length
  }
  kept.set(bytes.subarray(from), length)
  return kept.subarray(0, length + bytes.length - from)
}

/** In centimetres, where the file does not say otherwise. */
function inMetres(root: ReturnType<FBXLoader['parse']>): Stage['root'] {
  const centimetres = Number(root.userData['unitScaleFactor'] ?? 1)
  const isUnit = Number.isFinite(centimetres) && centimetres > 0
  return Object.assign(below(root, (isUnit ? centimetres : 1) / 100), { animations: root.animations })
}

/** Under a name of the same length that no reader knows, in text as in binary files; null: there are none. */
function withoutColors(bytes: Uint8Array): Uint8Array | null {
  let plain: Uint8Array | null = null
  for (let at = indexOf(bytes, COLORS, 0); at !== -1; at = indexOf(bytes, COLORS, at + COLORS.length)) {
    plain ??= bytes.slice()
    plain[at] = 'X'.charCodeAt(0)
  }
  return plain
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((value, index) => bytes[at + index] === value)) return at
  }
  return -1
}
