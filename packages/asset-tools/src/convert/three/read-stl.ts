/** Reads STL, text or binary, with the colours that programs put into the two spare bytes of a triangle. */
import { BufferAttribute, Color, type LoadingManager, SRGBColorSpace } from 'three'
import { STLLoader } from 'three/addons/loaders/STLLoader.js'
import { ownBuffer } from '../../own-buffer.js'
import { decodeText } from '../decode-text.js'
import { binaryStlBytes, STL_HEADER_BYTES, STL_TRIANGLE_BYTES } from '../stl-kind.js'
import { solidOf } from './solids.js'
import type { SceneSource, Stage } from './stage.js'

/** Of the triangle that has no colour of its own. */
const PLAIN = 0xb8b8b8

export function readStl({ bytes }: SceneSource, manager: LoadingManager): Stage {
  const length = binaryStlBytes(bytes)
  // Some programs write the words in capitals; three's reader knows small letters alone.
  const content =
    length === null ? decodeText(bytes).trimStart().toLowerCase() : ownBuffer(bytes.subarray(0, length))
  const geometry = new STLLoader(manager).parse(content)
  const colors =
    length === null || geometry.hasAttribute('color') ? null : colorsOf(bytes.subarray(0, length))
  if (colors !== null) geometry.setAttribute('color', colors)
  const solid = solidOf(geometry)
  // Of the whole model, as Magics writes it; 0 is what others leave there.
  const { alpha } = geometry as typeof geometry & { readonly alpha?: number }
  if (alpha !== undefined && alpha > 0 && alpha < 1) {
    solid.material.opacity = alpha
    solid.material.transparent = true
  }
  return { root: solid }
}

/** As VisCAM and SolidView write them: five bits each of blue, green and red, and one that says so. Null: there are none. */
function colorsOf(bytes: Uint8Array): BufferAttribute | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const triangles = Math.floor((bytes.byteLength - STL_HEADER_BYTES) / STL_TRIANGLE_BYTES)
  const spare = Array.from({ length: triangles }, (_, index) =>
    view.getUint16(STL_HEADER_BYTES + (index + 1) * STL_TRIANGLE_BYTES - 2, true),
  )
  if (!spare.some((bits) => bits >> 15 === 1)) return null
  const values = new Float32Array(triangles * 9)
  const color = new Color()
  for (const [triangle, bits] of spare.entries()) {
    if (bits >> 15 === 0) color.set(PLAIN)
    else color.setRGB(((bits >> 10) & 31) / 31, ((bits >> 5) & 31) / 31, (bits & 31) / 31, SRGBColorSpace)
    for (let corner = 0; corner < 3; corner += 1) color.toArray(values, (triangle * 3 + corner) * 3)
  }
  return new BufferAttribute(values, 3)
}
