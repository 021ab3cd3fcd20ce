// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../three-parts.d.ts" />
/** Reads crate files (USDC) with the kinds of values that three's parser leaves out and programs of Apple and Pixar write. */
/* oxlint-disable eslint/no-underscore-dangle -- three's readers name their steps so */
import { type CrateValue, USDCParser } from 'three/addons/loaders/usd/USDCParser.js'
import type { UsdLayer } from './layer.js'
import { ownBuffer } from '../../../own-buffer.js'

const INT = 3
const HALF = 7
const STRING = 10
const ASSET_PATH = 12
const DICTIONARY = 31
const REFERENCE_LIST = 35
const PAYLOAD = 47
const PAYLOAD_LIST = 55

type Component = 'half' | 'float' | 'double' | 'int'
/** Vectors and quaternions by the number of their kind. */
const VECTORS: Readonly<Record<number, readonly [component: Component, length: number]>> = {
  16: ['double', 4],
  17: ['float', 4],
  18: ['half', 4],
  19: ['double', 2],
  21: ['half', 2],
  22: ['int', 2],
  23: ['double', 3],
  25: ['half', 3],
  26: ['int', 3],
  27: ['double', 4],
  29: ['half', 4],
  30: ['int', 4],
}
const HALF_PAIR = 21
/** Lists say in bits which parts of them follow, in this order; what is deleted or ordered anew is of no use here. */
const LISTED = [0x02, 0x04, 0x20, 0x40]

class CrateParser extends USDCParser {
  override _readInlinedValue(value: CrateValue): unknown {
    const vector = VECTORS[value.typeEnum]
    const bits = value.getInlinedValue()
    // Whole numbers that are small are written as one byte each, whatever their kind.
    if (vector !== undefined && value.typeEnum !== HALF_PAIR)
      return Array.from({ length: vector[1] }, (_, index) => (bits << (24 - index * 8)) >> 24)
    if (value.typeEnum === INT) return bits | 0
    if (value.typeEnum === HALF) return this._halfToFloat(bits & 0xffff)
    if (value.typeEnum === DICTIONARY) return {}
    return super._readInlinedValue(value)
  }

  override _readScalarValue(type: number): unknown {
    const vector = VECTORS[type]
    if (vector !== undefined) return this.#readComponents(vector[0], vector[1])
    // What programs note for themselves.
    if (type === DICTIONARY) return {}
    if (type === REFERENCE_LIST || type === PAYLOAD_LIST) return this.#readArcs(type === REFERENCE_LIST)
    if (type === PAYLOAD) return this.#readArc(false)
    return super._readScalarValue(type)
  }

  override _readArrayValue(value: CrateValue): unknown {
    const vector = VECTORS[value.typeEnum]
    const isText = value.typeEnum === STRING || value.typeEnum === ASSET_PATH
    if (value.isCompressed || (vector === undefined && !isText)) return super._readArrayValue(value)
    const { major, minor } = this.version
    const length = major === 0 && minor < 7 ? this.reader.readUint32() : this.reader.readUint64()
    if (vector !== undefined) return this.#readComponents(vector[0], vector[1] * length)
    return Array.from({ length }, () =>
      value.typeEnum === STRING ? this.#readString() : (this.tokens[this.reader.readUint32()] ?? ''),
    )
  }

  #readComponents(component: Component, length: number): number[] {
    const values: number[] = []
    for (let index = 0; index < length; index += 1) values.push(this.#readComponent(component))
    return values
  }

  #readComponent(component: Component): number {
    if (component === 'half') return this._readHalf()
    if (component === 'double') return this.reader.readFloat64()
    return component === 'int' ? this.reader.readInt32() : this.reader.readFloat32()
  }

  #readString(): string {
    return this.tokens[this.strings[this.reader.readUint32()] ?? -1] ?? ''
  }

  /** References or payloads of a prim, as the text parser writes them. */
  #readArcs(areReferences: boolean): string[] | string {
    const parts = this.reader.readUint8()
    const arcs: string[] = []
    for (const part of LISTED) {
      if ((parts & part) === 0) continue
      const count = this.reader.readUint64()
      for (let index = 0; index < count; index += 1) arcs.push(this.#readArc(areReferences))
    }
    return areReferences ? [arcs.join(' ')] : arcs.join(' ')
  }

  #readArc(isReference: boolean): string {
    const file = this.#readString()
    const path = this.paths[this.reader.readUint32()] ?? ''
    const prim = path === '/' ? '' : path
    const { major, minor } = this.version
    // How times are shifted and scaled; payloads have it since 0.8.
    if (isReference || major > 0 || minor >= 8) {
      this.reader.readFloat64()
      this.reader.readFloat64()
    }
    // How many notes a program made about the reference: there are none in files of today.
    if (isReference) this.reader.readUint64()
    return `@${file}@${prim === '' ? '' : `<${prim}>`}`
  }
}

export function parseCrate(bytes: Uint8Array): UsdLayer {
  return new CrateParser().parseData(ownBuffer(bytes))
}

const MAGIC = 'PXR-USDC'

export const isCrate = (bytes: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) === MAGIC
