/** The numbers and colours of a material of FBX, by what they mean. */
import { Color, SRGBColorSpace } from 'three'
import { wordOf } from './property-names.js'
import { type FbxObject, isProperty } from './tree.js'

/** By their words, see `wordOf`; of the same in several programs', the first. */
export type Values = ReadonlyMap<string, unknown>

/** `isBlender`: properties of Phong's material mean what Blender writes into them. */
export function valuesOf(written: FbxObject, isBlender: boolean): Values {
  const values = new Map<string, unknown>()
  for (const [property, content] of Object.entries(written)) {
    const name = wordOf(property)
    if (name !== null && !values.has(name) && isProperty(content)) values.set(name, content.value)
  }
  if (!isBlender) return values
  const own = (name: string) => {
    const content = written[name]
    return isProperty(content) ? toNumber(content.value) : null
  }
  const [metalness, shininess, bump] = [own('ReflectionFactor'), own('Shininess'), own('BumpFactor')]
  if (metalness !== null) values.set('metalness', metalness)
  // As its exporter makes it of roughness.
  if (shininess !== null && shininess >= 0)
    values.set('roughness', 1 - Math.sqrt(Math.min(100, shininess)) / 10)
  if (bump !== null) values.set('bumpmapamt', bump)
  return values
}

/** The first of these that is a number. */
export function numberOf(values: Values, names: readonly string[]): number | null {
  for (const name of names) {
    const number = toNumber(values.get(name))
    if (number !== null) return number
  }
  return null
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** Null: there is none, or it is of a kind of which three's reader keeps one number. `alpha` is null where there is none. */
export function colorOf(
  values: Values,
  names: readonly string[],
): { readonly color: Color; readonly alpha: number | null } | null {
  for (const name of names) {
    const value = values.get(name)
    const parts = (Array.isArray(value) ? value : String(value ?? '').split(',')).map(toNumber)
    const [red = null, green = null, blue = null, alpha = null] = parts
    if (red === null || green === null || blue === null) continue
    return { color: new Color().setRGB(red, green, blue, SRGBColorSpace), alpha }
  }
  return null
}
